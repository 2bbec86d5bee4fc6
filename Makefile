# Every target is one line; what CI runs is .ci/run, and its stages are named there.

.PHONY: build test race vet lint fuzz bench cover cross modules generate check ci clean demo picture verify-nanogpt verify-precision verify-finetune bench-models pretrain-bert

# PYTHON has torch, for what is compared with it.
PYTHON ?= python3

# SHARED has the corpora that models are pretrained on, in data.
SHARED ?= ../shared

build:    ; go build ./...
test:     ; go test ./...
race:     ; .ci/run race
vet:      ; go vet ./...
lint:     ; .ci/run lint
fuzz:     ; .ci/run fuzz
bench:    ; go test -run '^$$' -bench . -benchmem ./...
cover:    ; mkdir -p out && go test -coverprofile out/cover.out ./... && go tool cover -func out/cover.out | tail -1
cross:    ; .ci/run cross
modules:  ; .ci/run modules
generate: ; go generate ./...
check:    ; go test ./internal/architecture
ci:       ; .ci/run
clean:    ; rm -rf out
demo:     ; go run ./cmd/demo
picture:  ; GAZE_PICTURE=1 go test -run TestReadmePicture . # README.md's
verify-nanogpt: ; $(PYTHON) internal/oracle/nanogpt.py
verify-precision: ; $(PYTHON) internal/oracle/nanogpt.py precision # ten minutes, without torch
verify-finetune: ; go build -o out/demo ./cmd/demo && $(PYTHON) internal/oracle/bert_finetune.py --model $(MODEL) --data $(DATA) # MiniLM, banking77; half an hour
bench-models: ; go -C bench run . --markdown ../docs/performance.md # beside PyTorch and others, in about an hour
pretrain-bert: ; $(PYTHON) internal/oracle/bert_pretraining.py $(SHARED) # two models, at most 45 minutes each; goes on where it was stopped
