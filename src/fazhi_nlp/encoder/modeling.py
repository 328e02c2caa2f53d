"""The model: a BERT with a head for every task (torch and transformers, extra ``train``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy
from transformers import BertConfig, BertModel, PreTrainedConfig, PreTrainedModel
from transformers.utils.generic import ModelOutput

from fazhi_nlp.core.errors import ConfigError, Errors
from fazhi_nlp.encoder.bases import load_base
from fazhi_nlp.encoder.characters import CharVocabulary
from fazhi_nlp.encoder.labels import LINKS, LOSS_WEIGHTS, Labels, tag_count
from fazhi_nlp.encoder.windows import PLACE_BUCKETS

LINK_SIZE = 64
TURN = 1000.0
"""The slowest part of a link's vector turns so many times slower than the fastest, which turns by one radian a token."""
IGNORED = -100


class ReportEncoderConfig(PreTrainedConfig):
    """Configuration of `ReportEncoder`. base: that of a `BertModel`; labels: `Labels.to_dict`; loss_weights: as `LOSS_WEIGHTS`, which is the default."""

    model_type = "fazhi_report_encoder"

    def __init__(
        self,
        base: dict[str, Any] | None = None,
        labels: dict[str, Any] | None = None,
        dropout: float = 0.1,
        loss_weights: dict[str, float] | None = None,
        **kwargs: Any,
    ) -> None:
        self.base = base or {}
        self.labels = labels or Labels().to_dict()
        self.loss_weights = {**LOSS_WEIGHTS, **(loss_weights or {})}
        self.dropout = dropout
        super().__init__(**kwargs)


@dataclass
class ReportEncoderOutput(ModelOutput):
    """What one pass gives: scores before the softmax (or sigmoid), and the loss where labels were given.

    *Shape:* section ``(rows, sections)``, topics ``(rows, topics)``, tags and headings ``(rows, tokens, tags)``, query and key
    ``(rows, tokens, 4 × LINK_SIZE)``: the links of a quantity are the scalar products of the query at its first character and the keys of the row.
    """

    loss: Tensor | None = None
    section: Tensor | None = None
    topics: Tensor | None = None
    tags: Tensor | None = None
    headings: Tensor | None = None
    query: Tensor | None = None
    key: Tensor | None = None


class TopicHead(nn.Module):
    """A score for each topic from where the topic looks: label-wise attention (Mullenbach et al. 2018). One clause on a theme gives a paragraph the topic,
    and a long paragraph has several: too much for the one vector of the [CLS].
    """

    def __init__(self, size: int, topics: int) -> None:
        super().__init__()
        self.where = nn.Linear(size, topics, bias=False)
        self.what = nn.Linear(size, topics)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """*Shape:* hidden ``(rows, tokens, size)``, mask ``(rows, tokens)``, 1 where there is a token; result ``(rows, topics)``."""
        weights = (self.where(hidden).float() + (mask[..., None].float() - 1) * 1e4).softmax(1)
        found: Tensor = (weights * self.what(hidden)).sum(1)
        return found


class LinkHead(nn.Module):
    """Queries or keys of the links. Half of each vector is turned by its place (rotary embedding, Su et al. 2021), so that a product knows how far apart two
    places are; the other half is not, so that the [CLS], which stands for none, is the same from everywhere.
    """

    def __init__(self, size: int) -> None:
        super().__init__()
        self.dense = nn.Linear(size, len(LINKS) * LINK_SIZE)

    def forward(self, hidden: Tensor) -> Tensor:
        """*Shape:* hidden ``(rows, tokens, size)``, result ``(rows, tokens, links × LINK_SIZE)``, float32."""
        flat = self.dense(hidden).float()
        still, real, imaginary = flat.unflatten(-1, (len(LINKS), LINK_SIZE)).split([LINK_SIZE // 2, LINK_SIZE // 4, LINK_SIZE // 4], dim=-1)
        angles = torch.arange(hidden.shape[1], device=hidden.device)[:, None, None] * TURN ** -torch.arange(0, 1, 4 / LINK_SIZE, device=hidden.device)
        cosine, sine = angles.cos(), angles.sin()
        turned = torch.cat([still, real * cosine - imaginary * sine, real * sine + imaginary * cosine], dim=-1)
        return turned.flatten(-2)


class ReportEncoder(PreTrainedModel):
    """BERT with heads for section, topics, entity tags, heading tags, and links from quantities to indicator and action."""

    config_class = ReportEncoderConfig
    base_model_prefix = "bert"

    def __init__(self, config: ReportEncoderConfig) -> None:
        super().__init__(config)
        labels = Labels.from_dict(config.labels)
        base = BertConfig(**config.base)
        # on a CPU the fused attention's backward pass is four times as slow
        base._attn_implementation = "eager"
        # its random numbers take a quarter of a step there
        base.attention_probs_dropout_prob = 0.0
        self.bert = BertModel(base, add_pooling_layer=False)
        size = base.hidden_size
        self.dropout = nn.Dropout(config.dropout)
        self.place = nn.ModuleList(nn.Embedding(PLACE_BUCKETS, size) for _ in range(3))
        self.pool = nn.Linear(size, size)
        self.section = nn.Linear(size, len(labels.sections)) if labels.sections else None
        self.topics = TopicHead(size, len(labels.topics)) if labels.topics else None
        self.tags = nn.Linear(size, tag_count(labels.entities)) if labels.entities else None
        self.headings = nn.Linear(size, tag_count(labels.headings)) if labels.headings else None
        self.query = LinkHead(size) if labels.links else None
        self.key = LinkHead(size) if labels.links else None
        self.post_init()

    def forward(
        self,
        input_ids: Tensor,
        attention_mask: Tensor,
        token_type_ids: Tensor,
        place: Tensor,
        section_labels: Tensor | None = None,
        topic_labels: Tensor | None = None,
        tag_labels: Tensor | None = None,
        heading_labels: Tensor | None = None,
        link_labels: Tensor | None = None,
        section_weights: Tensor | None = None,
        **_: Any,
    ) -> ReportEncoderOutput:
        """One pass.

        *Shape:* input_ids, attention_mask, token_type_ids ``(rows, tokens)``, place ``(rows, 3)``; section_labels ``(rows,)``, topic_labels
        ``(rows, topics)`` float (a row of IGNORED is not asked), tag_labels and heading_labels ``(rows, tokens)``, IGNORED where nothing is asked;
        link_labels ``(quantities, 6)``: row,
        token of the quantity's first character, then the tokens of LINKS (0, the [CLS], for none; IGNORED where not known);
        section_weights ``(sections,)``: of the classes in the loss.
        """
        hidden = self.bert(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).last_hidden_state
        hidden = self.dropout(hidden)
        places = sum(table(place[:, k]) for k, table in enumerate(self.place))
        pooled = self.dropout(nn.functional.gelu(self.pool(hidden[:, 0] + places)))
        out = ReportEncoderOutput(
            section=self.section(pooled) if self.section else None,
            topics=self.topics(hidden, attention_mask) if self.topics else None,
            tags=self.tags(hidden) if self.tags else None,
            headings=self.headings(hidden) if self.headings else None,
            query=self.query(hidden) if self.query else None,
            key=self.key(hidden) if self.key else None,
        )
        losses = {}
        if section_labels is not None and out.section is not None:
            losses["section"] = cross_entropy(out.section.float(), section_labels, weight=section_weights, ignore_index=IGNORED, label_smoothing=0.05)
        if topic_labels is not None and out.topics is not None and bool((asked := topic_labels[:, 0] >= 0).any()):
            losses["topics"] = binary_cross_entropy_with_logits(out.topics.float()[asked], topic_labels[asked])
        if tag_labels is not None and out.tags is not None:
            losses["tags"] = cross_entropy(out.tags.float().flatten(0, 1), tag_labels.flatten(), ignore_index=IGNORED)
        if heading_labels is not None and out.headings is not None:
            losses["headings"] = cross_entropy(out.headings.float().flatten(0, 1), heading_labels.flatten(), ignore_index=IGNORED)
        if link_labels is not None and len(link_labels) and out.query is not None:
            losses["links"] = self._link_loss(out, link_labels, token_type_ids * attention_mask)
        if losses:
            # a batch may hold no asked item of a task: its mean is no number
            out.loss = torch.stack([self.config.loss_weights[name] * loss for name, loss in losses.items() if bool(torch.isfinite(loss))]).sum()
        return out

    def _link_loss(self, out: ReportEncoderOutput, labels: Tensor, characters: Tensor) -> Tensor:
        assert out.query is not None
        assert out.key is not None
        rows, anchors = labels[:, 0], labels[:, 1]
        allowed = characters[rows].bool()
        allowed[:, 0] = True
        shape = (len(labels), -1, len(LINKS), LINK_SIZE)
        query = out.query[rows, anchors].view(len(labels), len(LINKS), LINK_SIZE)
        scores = torch.einsum("qhd,qthd->qht", query.float(), out.key[rows].view(shape).float()) / LINK_SIZE**0.5
        scores = scores.masked_fill(~allowed[:, None], -1e4)
        return cross_entropy(scores.flatten(0, 1), labels[:, 2:].flatten(), ignore_index=IGNORED)


def from_base(
    name: str, *, labels: Labels | None = None, dropout: float = 0.1, loss_weights: dict[str, float] | None = None, random: bool = False
) -> tuple[ReportEncoder, CharVocabulary]:
    """A new encoder on a base.

    name: a folder or a hub name of a Chinese BERT. random: its form but not its weights. Returns the encoder (float32) and its `CharVocabulary`.
    Raises ConfigError (E401) for a base that is no Chinese BERT, (E402) for one that cannot be had.
    """
    base, weights, vocabulary = load_base(name)
    config = ReportEncoderConfig(base=base, labels=(labels or Labels()).to_dict(), dropout=dropout, loss_weights=loss_weights)
    model = ReportEncoder(config)
    if not random:
        found = model.bert.load_state_dict(weights, strict=False)
        if found.missing_keys:
            raise ConfigError(Errors.E401.format(reason=f"weights are missing: {found.missing_keys[:3]}"))
    return model, vocabulary
