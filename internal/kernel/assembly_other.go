//go:build !amd64 || noasm

package kernel

// noAssembly is what functions panic with that have no assembly here, and that
// nothing calls at the levels there are.
const noAssembly = "kernel: no assembly at this level"
