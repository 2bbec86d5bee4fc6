module github.com/gaze-ml/gaze/bench/peers/gse

go 1.26

require (
	github.com/gaze-ml/gaze v0.0.0
	github.com/go-ego/gse v0.80.3
)

require github.com/vcaesar/cedar v0.20.2 // indirect

replace github.com/gaze-ml/gaze => ../../..
