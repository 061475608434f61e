"""The encoder-decoder as a textbook writes it: one decoder step for each target position, with input feeding."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class Textbook(nn.Module):
    """Bahdanau's encoder and Luong's decoder (arXiv:1508.04025, §3.3), one LSTM layer on either side."""

    def __init__(self, vocabulary: int, embedding: int, units: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, embedding, padding_idx=0)
        self.encoder = nn.LSTM(embedding, units // 2, batch_first=True, bidirectional=True)
        self.cell = nn.LSTMCell(embedding + embedding, units)
        self.bridge = nn.ModuleList([nn.Linear(units, units), nn.Linear(units, units)])
        self.attention = nn.Linear(units, units, bias=False)
        self.readout = nn.Linear(2 * units, embedding)
        self.output = nn.Linear(embedding, vocabulary)
        self.output.weight = self.embedding.weight

    def forward(self, source: Tensor, lengths: Tensor, target: Tensor) -> Tensor:
        """Source (B, S), lengths (B,), target (B, T + 1) → the loss summed over all tokens."""
        packed = pack_padded_sequence(self.embedding(source), lengths, batch_first=True, enforce_sorted=False)
        outputs, (hidden, cell) = self.encoder(packed)
        memory, _ = pad_packed_sequence(outputs, batch_first=True)
        mask = source == 0
        hidden, cell = (
            torch.tanh(layer(part.transpose(0, 1).flatten(1)))
            for layer, part in zip(self.bridge, (hidden, cell), strict=True)
        )
        feed = hidden.new_zeros(len(source), self.readout.out_features)
        loss = hidden.new_zeros(())
        for position in range(target.shape[1] - 1):
            fed = torch.cat([self.embedding(target[:, position]), feed], dim=1)
            hidden, cell = self.cell(fed, (hidden, cell))
            scores = torch.einsum("bsd,bd->bs", memory, self.attention(hidden)).masked_fill(mask, float("-inf"))
            context = torch.einsum("bs,bsd->bd", torch.softmax(scores, dim=1), memory)
            feed = torch.tanh(self.readout(torch.cat([hidden, context], dim=1)))
            gold = target[:, position + 1]
            loss = loss + nn.functional.cross_entropy(self.output(feed), gold, reduction="sum", ignore_index=0)
        return loss
