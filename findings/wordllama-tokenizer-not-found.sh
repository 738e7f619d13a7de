#!/usr/bin/env bash
# wordllama 0.4.0.post1 (PyPI): the wheel ships its word vectors and its tokenizer, and does not find the tokenizer.
#
# Expected: a package that carries its weights (19 MB) and its tokenizer embeds a text where there is no network.
# Seen: WordLlama.load() of the default model looks for "l2_supercat_tokenizer_config.json" in a cache and in the working folder's
# project, not where the wheel put it (wordllama/tokenizers/), and asks a model hub for it; with downloads turned off it raises
# FileNotFoundError. An offline install, or one with a closed network, finds out at the first text.
# For us: another encoder was chosen (docs/adr/0050).
# Source: the wheel's own list of files, and the message of the error.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check wordllama==0.4.0.post1 2>/dev/null
cd "$folder"
HOME="$folder" "$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import files, version

from wordllama import WordLlama

shipped = [str(one) for one in files("wordllama")]
weights = [one for one in shipped if one.endswith(".safetensors")]
tokenizers = [one for one in shipped if "tokenizer" in one and one.endswith(".json")]
print("wordllama", version("wordllama"), "ships", weights, "and", tokenizers)
try:
    WordLlama.load(disable_download=True)
    raised = None
except FileNotFoundError as error:
    raised = error
print("load without downloads:", repr(raised)[:160])
assert weights and tokenizers and raised is not None, "it behaves otherwise now"
PYTHON
