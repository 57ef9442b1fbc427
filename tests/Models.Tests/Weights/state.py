"""Makes a DLRM and an NCF with PyTorch, saves their state dictionaries with NumPy and prints what they score, as JSON.

usage: state.py FOLDER
"""
import json
import sys

import numpy as np
import torch
from torch import nn

folder = sys.argv[1]
torch.manual_seed(7)


def mlp(widths, last):
    layers = []
    for i in range(len(widths) - 1):
        layers += [nn.Linear(widths[i], widths[i + 1]), nn.ReLU() if i < len(widths) - 2 else last]
    return nn.Sequential(*layers)


class Dlrm(nn.Module):
    """The layers and names of facebookresearch/dlrm, --arch-interaction-op=dot."""

    def __init__(self, dim, tables, bottom, top):
        super().__init__()
        self.emb_l = nn.ModuleList(nn.EmbeddingBag(rows, dim, mode="sum") for rows in tables)
        self.bot_l = mlp(bottom, nn.ReLU())
        vectors = len(tables) + 1
        self.top_l = mlp([dim + vectors * (vectors - 1) // 2] + top, nn.Sigmoid())

    def forward(self, dense, sparse):
        x = self.bot_l(dense)
        offsets = torch.arange(len(dense))
        t = torch.stack([x] + [table(sparse[:, k], offsets) for k, table in enumerate(self.emb_l)], dim=1)
        z = torch.bmm(t, t.transpose(1, 2))
        i, j = torch.tril_indices(t.shape[1], t.shape[1], offset=-1)
        return self.top_l(torch.cat([x, z[:, i, j]], dim=1)).flatten()


class Ncf(nn.Module):
    """The layers and names of the usual PyTorch NCF."""

    def __init__(self, users, items, factors, layers):
        super().__init__()
        self.embed_user_GMF = nn.Embedding(users, factors)
        self.embed_item_GMF = nn.Embedding(items, factors)
        wide = factors * 2 ** (layers - 1)
        self.embed_user_MLP = nn.Embedding(users, wide)
        self.embed_item_MLP = nn.Embedding(items, wide)
        modules = []
        for i in range(layers):
            width = factors * 2 ** (layers - i)
            modules += [nn.Dropout(0.5), nn.Linear(width, width // 2), nn.ReLU()]
        self.MLP_layers = nn.Sequential(*modules)
        self.predict_layer = nn.Linear(2 * factors, 1)

    def forward(self, user, item):
        product = self.embed_user_GMF(user) * self.embed_item_GMF(item)
        hidden = self.MLP_layers(torch.cat([self.embed_user_MLP(user), self.embed_item_MLP(item)], -1))
        return torch.sigmoid(self.predict_layer(torch.cat([product, hidden], -1))).flatten()


def numpy_state(model):
    return {name: tensor.numpy() for name, tensor in model.state_dict().items()}


tables = [40, 3, 700, 12]
dlrm = Dlrm(8, tables, [5, 16, 8], [12, 6, 1]).eval()
np.savez(folder + "/dlrm.npz", **numpy_state(dlrm))
np.savez_compressed(folder + "/dlrm-fortran.npz", **{name: np.asfortranarray(a.astype(">f8")) for name, a in numpy_state(dlrm).items()})

ncf = Ncf(20, 30, 8, 3).eval()
np.savez_compressed(folder + "/ncf.npz", **numpy_state(ncf))

dense = torch.randn(64, 5)
sparse = torch.stack([torch.randint(rows, (64,)) for rows in tables], dim=1)
user, item = torch.randint(20, (64,)), torch.randint(30, (64,))
with torch.no_grad():
    print(json.dumps({
        "dense": dense.flatten().tolist(), "sparse": sparse.flatten().tolist(), "dlrm": dlrm(dense, sparse).tolist(),
        "user": user.tolist(), "item": item.tolist(), "ncf": ncf(user, item).tolist(),
    }))
