"""Training the encoder: Hugging Face's Trainer on annotated reports, on a CPU in bf16 or on a GPU."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import EarlyStoppingCallback, Trainer, TrainerCallback, TrainingArguments, get_linear_schedule_with_warmup, set_seed

from fazhi_nlp.encoder.backends import TorchBackend
from fazhi_nlp.encoder.characters import CharVocabulary
from fazhi_nlp.encoder.labels import Labels
from fazhi_nlp.encoder.modeling import ReportEncoder, from_base
from fazhi_nlp.gold.markup import GoldReport
from fazhi_nlp.training.dev_figures import dev_figures
from fazhi_nlp.training.settings import Settings
from fazhi_nlp.training.stream import Batches


class Average(TrainerCallback):
    """Keeps a running mean of the weights (Polyak averaging): less noise from the last steps than the weights themselves."""

    def __init__(self, decay: float) -> None:
        self.decay = decay
        self.mean: dict[str, Tensor] = {}

    def on_step_end(self, args: Any, state: Any, control: Any, model: nn.Module | None = None, **kwargs: Any) -> None:
        """Take the new weights in."""
        assert model is not None
        # short at first, so that the random heads of the start are forgotten
        decay = min(self.decay, state.global_step / (state.global_step + 10))
        for name, value in model.state_dict().items():
            if name not in self.mean:
                self.mean[name] = value.detach().clone()
            elif value.is_floating_point():
                self.mean[name].lerp_(value, 1 - decay)

    def swap(self, model: nn.Module) -> None:
        """Exchange the model's weights and the mean."""
        if self.mean:
            now = {name: value.detach().clone() for name, value in model.state_dict().items()}
            model.load_state_dict(self.mean)
            self.mean = now


class _Trainer(Trainer):
    """Evaluates with the library's own decoding, on the running mean of the weights, and keeps that mean as the checkpoint."""

    def __init__(self, *args: Any, dev: Sequence[GoldReport], vocabulary: CharVocabulary, average: Average, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dev, self.vocabulary, self.average = dev, vocabulary, average
        self.best: tuple[float, dict[str, Tensor], dict[str, float]] | None = None

    def evaluate(self, *args: Any, **kwargs: Any) -> dict[str, float]:
        model = self.model
        assert isinstance(model, ReportEncoder)
        self.average.swap(model)
        figures = dev_figures(self.dev, self.vocabulary, Labels.from_dict(model.config.labels), TorchBackend(model, bf16=self.args.bf16))
        if self.best is None or figures["score"] > self.best[0]:
            self.best = (figures["score"], {name: value.detach().clone() for name, value in model.state_dict().items()}, figures)
        self.average.swap(model)
        metrics = {f"eval_{name}": value for name, value in figures.items()}
        self.log(metrics)
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, metrics)
        return metrics


def fine_tune(train: Sequence[GoldReport], dev: Sequence[GoldReport], settings: Settings, work: Path) -> tuple[ReportEncoder, CharVocabulary, dict[str, Any]]:
    """Train an encoder.

    train: reports to learn from. dev: reports that choose the best epoch (none: the last is kept). work: folder for the Trainer's own files. Gives the
    encoder, its vocabulary, and the history: ``steps``, ``figures`` of the kept epoch, ``log``.
    """
    set_seed(settings.seed)
    if settings.threads:
        torch.set_num_threads(settings.threads)
    model, vocabulary = from_base(
        settings.base, labels=settings.labels, dropout=settings.dropout, loss_weights=settings.loss_weights, random=settings.random_base
    )
    stream = Batches(train, vocabulary, settings.labels, settings)
    an_epoch = len(stream.epoch(0))
    steps = an_epoch * settings.epochs
    heads = [p for name, p in model.named_parameters() if not name.startswith("bert.")]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in model.bert.parameters() if p.ndim > 1], "lr": settings.encoder_rate, "weight_decay": settings.weight_decay},
            {"params": [p for p in model.bert.parameters() if p.ndim <= 1], "lr": settings.encoder_rate, "weight_decay": 0.0},
            {"params": heads, "lr": settings.head_rate, "weight_decay": settings.weight_decay},
        ]
    )
    schedule = get_linear_schedule_with_warmup(optimizer, math.ceil(settings.warmup * steps), steps)
    on_cpu = not torch.cuda.is_available()
    arguments = TrainingArguments(
        output_dir=str(work), max_steps=steps, per_device_train_batch_size=1, bf16=settings.bf16 and _has_bf16(), use_cpu=on_cpu, seed=settings.seed,
        eval_strategy="steps" if dev else "no", eval_steps=an_epoch, save_strategy="no", logging_steps=max(1, an_epoch // 4), report_to="none",
        disable_tqdm=True, remove_unused_columns=False, max_grad_norm=1.0, dataloader_num_workers=0, dataloader_pin_memory=not on_cpu,
        metric_for_best_model="score", greater_is_better=True,
        accelerator_config={"dispatch_batches": False},  # the batches are made whole: dispatching would slice them by rows
    )  # fmt: skip
    average = Average(settings.average)
    stop = [EarlyStoppingCallback(settings.patience)] if dev else []
    trainer = _Trainer(
        model, arguments, train_dataset=stream, eval_dataset=stream, data_collator=_first, optimizers=(optimizer, schedule), callbacks=[average, *stop],
        dev=dev, vocabulary=vocabulary, average=average,
    )  # fmt: skip
    trainer.train()
    if trainer.best is not None:
        model.load_state_dict(trainer.best[1])
    else:
        average.swap(model)
    # without accelerate's wrapper, which would put its bf16 into an export
    model = trainer.accelerator.unwrap_model(model, keep_fp32_wrapper=False)
    figures = trainer.best[2] if trainer.best else {}
    return model.eval(), vocabulary, {"steps": trainer.state.global_step, "figures": figures, "log": trainer.state.log_history}


def _first(batch: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The stream's items are batches already."""
    return batch[0]


def _has_bf16() -> bool:
    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported())
    return bool(torch.cpu._is_avx512_bf16_supported()) if hasattr(torch.cpu, "_is_avx512_bf16_supported") else False
