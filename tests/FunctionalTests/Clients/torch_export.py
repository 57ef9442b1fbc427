"""Exports recommendation models with PyTorch, as people who train elsewhere do, and writes what PyTorch itself scores.

usage: torch_export.py FOLDER

For each model: NAME.onnx, and NAME.json with the features of some candidates and their scores.
"""
import json
import os
import sys

import torch
from torch import nn

TABLES = [50, 7, 400, 3]
DENSE = 13
DIM = 8
USERS, ITEMS = 40, 60


def mlp(widths):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


class Dlrm(nn.Module):
    """Naumov et al. 2019: a bag of rows per table, dot products of all pairs of vectors."""

    def __init__(self):
        super().__init__()
        self.bags = nn.ModuleList([nn.EmbeddingBag(rows, DIM, mode="sum") for rows in TABLES])
        self.bottom = nn.Sequential(mlp([DENSE, 16, DIM]), nn.ReLU())
        vectors = len(TABLES) + 1
        pairs = [(i, j) for i in range(vectors) for j in range(i)]
        self.rows, self.columns = torch.tensor([i for i, _ in pairs]), torch.tensor([j for _, j in pairs])
        self.top = mlp([DIM + len(pairs), 16, 1])

    def forward(self, dense_x, offsets, *indices):
        x = self.bottom(dense_x)
        bags = [bag(index, offsets[k]) for k, (bag, index) in enumerate(zip(self.bags, indices))]
        vectors = torch.stack([x] + bags, dim=1)
        products = torch.bmm(vectors, vectors.transpose(1, 2))
        return torch.sigmoid(self.top(torch.cat([x, products[:, self.rows, self.columns]], dim=1)))


class Matching(nn.Module):
    """A user and an item to a logit: He et al. 2017's GMF, with a bias of the item."""

    def __init__(self):
        super().__init__()
        self.users, self.items = nn.Embedding(USERS, DIM), nn.Embedding(ITEMS, DIM)
        self.item_bias = nn.Embedding(ITEMS, 1)
        self.head = nn.Linear(DIM, 1)

    def forward(self, user, item):
        return (self.head(self.users(user) * self.items(item)) + self.item_bias(item)).squeeze(1)


class Columns(nn.Module):
    """Categories in one matrix of integers, each column with a table of its own."""

    def __init__(self):
        super().__init__()
        self.tables = nn.ModuleList([nn.Embedding(rows, DIM) for rows in TABLES])
        self.head = mlp([DIM * len(TABLES) + DENSE, 8, 1])

    def forward(self, dense, categories):
        looked_up = [table(categories[:, k]) for k, table in enumerate(self.tables)]
        return torch.sigmoid(self.head(torch.cat(looked_up + [dense], dim=1)))


def export(folder, name, model, inputs, example, expected, dynamic):
    model.eval()
    with torch.no_grad():
        scores = model(*inputs.values()).flatten().tolist()
    torch.onnx.export(
        model, tuple(example.values()), os.path.join(folder, name + ".onnx"), opset_version=11,
        input_names=list(inputs), output_names=["score"], dynamic_axes=dynamic)
    with open(os.path.join(folder, name + ".json"), "w") as file:
        json.dump({**{key: value.tolist() for key, value in expected.items()}, "scores": scores}, file)


def dlrm_inputs(dense, sparse):
    rows = len(dense)
    offsets = torch.arange(rows).repeat(len(TABLES), 1)
    return {"dense_x": dense, "offsets": offsets, **{f"indices_{k}": sparse[:, k].clone() for k in range(len(TABLES))}}


def main(folder):
    torch.manual_seed(5)
    torch.set_num_threads(1)
    count = 37
    dense = torch.rand(count, DENSE)
    sparse = torch.stack([torch.randint(rows, (count,)) for rows in TABLES], dim=1)
    features = {"dense": dense, "sparse": sparse}

    inputs, batch = dlrm_inputs(dense, sparse), "batch"
    axes = {name: {1 if name == "offsets" else 0: batch} for name in inputs}
    export(folder, "torch-dlrm", Dlrm(), inputs, dlrm_inputs(dense[:5], sparse[:5]), features, {**axes, "score": {0: batch}})

    inputs = {"dense": dense, "categories": sparse}
    export(folder, "torch-fixed", Columns(), inputs, {"dense": dense[:1], "categories": sparse[:1]}, features, None)

    user, items = torch.full((count,), 17), torch.randint(ITEMS, (count,))
    inputs = {"user": user, "item": items}
    export(folder, "torch-matching", Matching(), inputs, {"user": user[:5], "item": items[:5]}, {"user": user[0], "items": items},
           {"user": {0: batch}, "item": {0: batch}, "score": {0: batch}})


main(sys.argv[1])
