#!/bin/bash
# Installs other frameworks to measure beside Gaze: install.sh FOLDER [newest|debian]...
#
#   newest  PyPI's PyTorch and ONNX Runtime, in a virtual environment (about 6 GB)
#   debian  Debian 12's PyTorch 1.13, and beside it what it is tuned with: OpenBLAS
#           for OpenMP, so that two pools of threads do not fight, and tcmalloc
#           (as root)
#
# Without a name, both. GoMLX and stock Gorgonia are Go modules and need nothing.
set -euo pipefail
folder=${1:?want a folder}
shift
mkdir -p "$folder" && cd "$folder"

newest() {
	python3 -m venv newest
	newest/bin/pip install --quiet torch==2.15.0 numpy onnx==1.23.2 onnxruntime==1.32.0 onnxscript==0.7.2
}

debian() {
	apt-get install -y --no-install-recommends python3-torch libopenblas0-pthread
	apt-get download libopenblas0-openmp libtcmalloc-minimal4
	local deb
	for deb in libopenblas0-openmp*.deb libtcmalloc-minimal4*.deb; do dpkg -x "$deb" debian; done
}

for what in "${@:-newest debian}"; do
	for one in $what; do "$one"; done
done
