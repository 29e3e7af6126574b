"""Writes the small tensors in src/examples, and what PyTorch says in src/site/markdown/from-pytorch.md.

Run from the root of the project, where Python has torch and scikit-learn:
/usr/bin/python3 src/test/python/from_pytorch.py

Each example of the page's Python blocks (>>>) is run, in the order of the page, and what it prints
replaces the lines below it. What ExactLoss prints is on the page as well, and a test compares it.
"""

import contextlib
import doctest
import io
import json
import platform
import re
import warnings

import sklearn
import torch

PAGE = "src/site/markdown/from-pytorch.md"
TENSORS = [
    {"row": 0, "part": "first", "p": [2.3, 0.1], "t": [2.1, 0.4], "w": [1.0, 0.5], "importance": 2.0,
     "t_missing": [2.1, float("nan")], "t_ignored": [2.1, -100.0], "x": [1.5, -0.3, 0.7]},
    {"row": 1, "part": "second", "p": [-1.2, 3.3], "t": [-0.7, 3.2], "w": [0.1, 2.0], "importance": 0.5,
     "t_missing": [-0.7, 3.2], "t_ignored": [-0.7, 3.2], "x": [-0.6, 2.2, 0.1]},
    {"row": 2, "part": "second", "p": [0.7, 1.9], "t": [1.1, 1.3], "w": [0.7, 0.3], "importance": 1.0,
     "t_missing": [float("nan"), 1.3], "t_ignored": [-100.0, 1.3], "x": [0.4, 0.9, -1.1]},
    {"row": 3, "part": "second", "p": [5.6, -0.2], "t": [5.1, 0.6], "w": [1.3, 0.9], "importance": 0.1,
     "t_missing": [5.1, 0.6], "t_ignored": [5.1, 0.6], "x": [2.9, -0.8, 1.7]},
]
MODEL = {"weights": [[1.7, 0.2, -0.4], [-0.3, 0.9, 0.1]], "bias": [0.05, 0.6], "dtype": "float64"}
PARAMETERS = {"weight": MODEL["weights"], "bias": MODEL["bias"]}


def write_examples():
    with open("src/examples/tensors.jsonl", "w", encoding="ascii") as file:
        for row in TENSORS:
            file.write(json.dumps(row) + "\n")
    for name, value in (("linear_model", MODEL), ("parameters", PARAMETERS)):
        with open(f"src/examples/{name}.json", "w", encoding="ascii") as file:
            file.write(json.dumps(value) + "\n")


def run(source, names):
    """What the interpreter would print."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(source, PAGE, "single"), names)  # the page is a file of this project
    return output.getvalue()


def block_with_results(match, names):
    lines = []
    for example in doctest.DocTestParser().get_examples(match.group(1)):
        source = example.source.rstrip("\n").split("\n")
        lines += [("... " if i else ">>> ") + line for i, line in enumerate(source)]
        lines += run(example.source, names).rstrip("\n").split("\n")
    return "```python\n" + "\n".join(line for line in lines if line) + "\n```"


def main():
    warnings.simplefilter("ignore")  # of size_average and reduce
    torch.set_num_threads(1)
    write_examples()
    with open(PAGE, encoding="utf-8") as file:
        page = file.read()
    names = {}
    page = re.sub(r"```python\n(.*?)```", lambda match: block_with_results(match, names), page, flags=re.DOTALL)
    versions = f"PyTorch {torch.__version__}, scikit-learn {sklearn.__version__}, Python {platform.python_version()}"
    page = re.sub(r"PyTorch \d\S*, scikit-learn \S+, Python \d[\d.]*\d", versions, page)
    with open(PAGE, "w", encoding="utf-8") as file:
        file.write(page)


if __name__ == "__main__":
    main()
