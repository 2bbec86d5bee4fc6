module example.com/outside

go 1.26

require (
	github.com/gaze-ml/gaze v0.0.0
	github.com/stretchr/testify v1.11.1
)

replace github.com/gaze-ml/gaze => ../..
