"""Ranks candidates through a gateway with Debian's python3-grpcio: a client this project did not write.

usage: rank.py DESCRIPTOR_SET ADDRESS PIPELINE FIRST COUNT K   (candidates are FIRST .. FIRST + COUNT - 1)
"""
import json
import struct
import sys

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

descriptors, address, pipeline, first, count, k = sys.argv[1:7]
pool = descriptor_pool.DescriptorPool()
files = descriptor_pb2.FileDescriptorSet()
with open(descriptors, "rb") as source:
    files.ParseFromString(source.read())
for file in files.file:
    pool.Add(file)
factory = message_factory.MessageFactory(pool)
message = lambda name: factory.GetPrototype(pool.FindMessageTypeByName("recpipe.ranking.v1." + name))
RankRequest, RankReply = message("RankRequest"), message("RankReply")

candidates = range(int(first), int(first) + int(count))
with grpc.insecure_channel(address) as channel:
    rank = channel.unary_unary(
        "/recpipe.ranking.v1.RankingService/Rank",
        request_serializer=RankRequest.SerializeToString,
        response_deserializer=RankReply.FromString,
    )
    by_list = rank(RankRequest(pipeline=pipeline, candidates=candidates, k=int(k)), timeout=10)
    packed = struct.pack(f"<{len(candidates)}i", *candidates)
    by_bytes = rank(RankRequest(pipeline=pipeline, candidates_packed=packed, k=int(k)), timeout=10)
    try:
        rank(RankRequest(pipeline="no-such-pipeline", candidates=candidates), timeout=10)
        refused = "OK"
    except grpc.RpcError as error:
        refused = error.code().name

print(json.dumps({
    "ranked": [[entry.candidate, entry.score] for entry in by_list.ranked],
    "packedAgrees": [[e.candidate, e.score] for e in by_bytes.ranked] == [[e.candidate, e.score] for e in by_list.ranked],
    "degraded": by_list.degraded,
    "stages": [stage.model for stage in by_list.stages],
    "unknownPipeline": refused,
}))
