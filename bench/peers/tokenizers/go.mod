module github.com/gaze-ml/gaze/bench/peers/tokenizers

go 1.26.5

require (
	github.com/gaze-ml/gaze v0.0.0
	github.com/gomlx/go-huggingface v0.4.3
	github.com/pkoukk/tiktoken-go v0.1.8
	github.com/sugarme/tokenizer v0.3.0
)

require (
	github.com/dlclark/regexp2 v1.10.0 // indirect
	github.com/emirpasic/gods v1.18.1 // indirect
	github.com/gofrs/flock v0.13.0 // indirect
	github.com/gomlx/compute v0.1.6 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/mitchellh/colorstring v0.0.0-20190213212951-d06e56a500db // indirect
	github.com/patrickmn/go-cache v2.1.0+incompatible // indirect
	github.com/pkg/errors v0.9.1 // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	github.com/schollz/progressbar/v2 v2.15.0 // indirect
	github.com/sugarme/regexpset v0.0.0-20200920021344-4d4ec8eaf93c // indirect
	golang.org/x/sys v0.46.0 // indirect
	golang.org/x/text v0.35.0 // indirect
)

replace github.com/gaze-ml/gaze => ../../..
