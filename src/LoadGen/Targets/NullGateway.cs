using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RecPipe.Contracts.Ranking.V1;

namespace RecPipe.LoadGen.Targets;

/// <summary>A gateway on loopback that answers at once without ranking: what is measured against it is the generator and gRPC.</summary>
public sealed class NullGateway : IAsyncDisposable
{
    public const string Pipeline = "null";
    private readonly WebApplication _host;

    private NullGateway(WebApplication host) => _host = host;

    public Uri Address => new(_host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<NullGateway> StartAsync(CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        WebApplication host = builder.Build();
        host.MapGrpcService<Service>();
        await host.StartAsync(cancellationToken).ConfigureAwait(false);
        return new(host);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private sealed class Service : RankingService.RankingServiceBase
    {
        private static readonly Task<RankReply> s_reply = Task.FromResult(Reply());

        public override Task<RankReply> Rank(RankRequest request, ServerCallContext context) => s_reply;

        public override Task<ListPipelinesReply> ListPipelines(ListPipelinesRequest request, ServerCallContext context) =>
            Task.FromResult(new ListPipelinesReply { Pipelines = { new Pipeline { Name = NullGateway.Pipeline } } });

        /// <summary>As long as a usual answer: 64 candidates.</summary>
        private static RankReply Reply()
        {
            RankReply reply = new();
            for (int i = 0; i < 64; i++)
                reply.Ranked.Add(new RankedCandidate { Candidate = i, Score = 1f / (i + 1) });
            return reply;
        }
    }
}
