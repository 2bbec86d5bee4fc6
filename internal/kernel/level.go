package kernel

// Level names the instructions that the kernels run on in this process.
func Level() string { return "plain Go" }
