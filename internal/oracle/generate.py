"""Writes generate/testdata/transformers.json: greedy and beam outputs of a tiny
recurrent model, and what transformers' processors make of logits.

Python 3.11.7, torch 2.15.0, transformers 5.24.0.
Run: python internal/oracle/generate.py generate/testdata
"""

import itertools
import json
import sys
from pathlib import Path

import torch
from torch import nn
from transformers import GenerationConfig, GenerationMixin, PretrainedConfig, PreTrainedModel
from transformers.generation.logits_process import (
    MinPLogitsWarper,
    RepetitionPenaltyLogitsProcessor,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)
from transformers.modeling_outputs import CausalLMOutput

VOCAB, HIDDEN, KEEP = 20, 8, 0.7


class RecurrentConfig(PretrainedConfig):
    model_type = "gaze-recurrent"
    vocab_size = VOCAB


class Recurrent(PreTrainedModel, GenerationMixin):
    """h = KEEP*h + embedding[token]; logits = output tanh(h): every token counts."""

    config_class = RecurrentConfig

    def __init__(self, config):
        super().__init__(config)
        self.embedding = nn.Parameter(torch.randn(VOCAB, HIDDEN))
        self.output = nn.Parameter(torch.randn(VOCAB, HIDDEN))
        self.post_init()

    def _init_weights(self, module):
        pass

    def forward(self, input_ids, **_):
        h = torch.zeros(input_ids.shape[0], HIDDEN)
        logits = []
        for i in range(input_ids.shape[1]):
            h = KEEP * h + self.embedding[input_ids[:, i]]
            logits.append(torch.tanh(h) @ self.output.T)
        return CausalLMOutput(logits=torch.stack(logits, 1))

    def prepare_inputs_for_generation(self, input_ids, **_):
        return {"input_ids": input_ids}


def trimmed(ids, stop):
    for i, t in enumerate(ids):
        if t in stop:
            return ids[: i + 1]
    return ids


def settings(**given):
    stop = given.pop("stop")
    if stop:
        given["eos_token_id"] = stop
    return GenerationConfig(pad_token_id=VOCAB - 1, use_cache=False, do_sample=False, **given)


@torch.no_grad()
def run(model, prompt, config):
    out = model.generate(
        torch.tensor([prompt]), generation_config=config, return_dict_in_generate=True, output_scores=True
    )
    return out, [s[len(prompt) :].tolist() for s in out.sequences]


torch.manual_seed(11)
model = Recurrent(RecurrentConfig()).eval()
with torch.no_grad():
    model.embedding.mul_(0.8)
    model.output.mul_(0.9)

prompts = [[1], [5, 2, 9], [17, 4, 4, 11, 8, 3, 0], [12, 12], [7, 19, 6, 10, 2]]

greedy = []
for stop, penalty, most in itertools.product([[], [2], [2, 13]], [1.0, 1.3, 0.8], [1, 14]):
    tokens = []
    for p in prompts:
        _, ids = run(model, p, settings(stop=stop, repetition_penalty=penalty, max_new_tokens=most))
        tokens.append(trimmed(ids[0], stop))
    greedy.append({"stop": stop, "penalty": penalty, "most": most, "tokens": tokens})

beams = []
grid = list(itertools.product([2, 3, 5], [-1.0, 0.0, 0.7, 1.0, 2.0], [False, True, "never"], [[], [2], [2, 13, 5]]))
# Where it matters that "never" scores at the present length if the penalty is below 0.
grid += [(3, -0.4, "never", [2, 18]), (4, -0.4, "never", [2, 18]), (5, -0.4, "never", [2, 13])]
for n, (width, length, early, stop) in enumerate(grid):
    most, penalty = [9, 12, 1, 7][n % 4], [1.0, 1.0, 1.2][n % 5 % 3]
    if length == -0.4:
        most, penalty = 12, 1.0
    found = []
    for p in prompts:
        config = settings(
            stop=stop, num_beams=width, length_penalty=length, early_stopping=early,
            num_return_sequences=width, max_new_tokens=most, repetition_penalty=penalty,
        )
        out, ids = run(model, p, config)
        found.append(
            [
                {"tokens": trimmed(i, stop), "score": s}
                for i, s in zip(ids, out.sequences_scores.tolist(), strict=True)
            ]
        )
    beams.append(
        {
            "num_beams": width, "length_penalty": length, "early_stopping": early, "stop": stop,
            "most": most, "penalty": penalty, "found": found,
        }
    )

kinds = {
    "penalty": lambda x: RepetitionPenaltyLogitsProcessor(x),
    "temperature": lambda x: TemperatureLogitsWarper(x),
    "top_k": lambda x: TopKLogitsWarper(int(x)),
    "top_p": lambda x: TopPLogitsWarper(x),
    "min_p": lambda x: MinPLogitsWarper(x),
}


def finite(row):
    return [None if v == float("-inf") else v for v in row]


processors = []
for i, (kind, arguments) in enumerate(
    {
        "penalty": [1.2, 0.5, 3.0],
        "temperature": [0.3, 1.7, 10.0],
        "top_k": [1, 4, 19, 20, 500],
        "top_p": [0.05, 0.5, 0.9, 0.999],
        "min_p": [0.02, 0.3, 1.0],
    }.items()
):
    for argument in arguments:
        logits = 2 * torch.randn(1, VOCAB)
        seen = torch.randint(0, VOCAB, (1, 9))
        processors.append(
            {
                "kind": kind, "argument": argument, "logits": logits[0].tolist(), "seen": seen[0].tolist(),
                "want": finite(kinds[kind](argument)(seen, logits.clone())[0].tolist()),
            }
        )

# All of them, in the order that generate itself puts them.
chains = []
for penalty, temperature, top_k, top_p, min_p in [
    (1.3, 0.7, 12, 0.9, 0.05), (1.5, 2.5, 15, 0.8, 0.1), (0.7, 1.3, 8, 0.95, 0.2), (1.1, 0.5, 20, 0.6, 0.01),
]:
    config = GenerationConfig(
        do_sample=True, repetition_penalty=penalty, temperature=temperature, top_k=top_k, top_p=top_p, min_p=min_p,
        num_beams=1,
    )
    config._eos_token_tensor = None
    logits = 2 * torch.randn(1, VOCAB)
    seen = torch.randint(0, VOCAB, (1, 6))
    out = model._get_logits_processor(config, input_ids_seq_length=6)(seen, logits.clone())
    chains.append(
        {
            "repetition_penalty": penalty, "temperature": temperature, "top_k": top_k, "top_p": top_p, "min_p": min_p,
            "logits": logits[0].tolist(), "seen": seen[0].tolist(), "want": finite(out[0].tolist()),
        }
    )

Path(sys.argv[1], "transformers.json").write_text(
    json.dumps(
        {
            "keep": KEEP,
            "embedding": model.embedding.tolist(),
            "output": model.output.tolist(),
            "prompts": prompts,
            "greedy": greedy,
            "beams": beams,
            "processors": processors,
            "chains": chains,
        }
    )
    + "\n"
)
