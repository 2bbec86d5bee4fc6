package main

import (
	"embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

//go:embed peers/*.py
var scripts embed.FS

// place is where the contestants' programs are.
type place struct {
	scripts  string // the Python programs, unpacked
	peers    string // what peers/install.sh has installed
	profiles string // a folder, or ""
}

// install is how to get a peer that is missing.
func (p place) install(what string) error {
	return fmt.Errorf("not installed; to install it: bench/peers/install.sh %s %s", p.peers, what)
}

// command is how to start a contestant for a case, by name, or why it cannot be.
func (p place) command(c contestant, name string, threads int) (*exec.Cmd, error) {
	switch c.peer {
	case "torch":
		return p.newest("pytorch_peer.py", "torch", threads)
	case "onnxruntime":
		return p.newest("onnx_peer.py", "onnxruntime", threads)
	case "torch-1.13":
		return p.tuned(threads)
	case "gomlx":
		return p.gomlx(threads)
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	args := []string{"worker", c.peer}
	if p.profiles != "" {
		file := fmt.Sprintf("%s-%s-%d.prof", name, c.precision, threads)
		args = append(args, "--profile", filepath.Join(p.profiles, file))
	}
	return with(exec.Command(self, args...), threads), nil
}

// newest is a program for PyPI's packages.
func (p place) newest(script, module string, threads int) (*exec.Cmd, error) {
	python := filepath.Join(p.peers, "newest", "bin", "python")
	if exec.Command(python, "-c", "import "+module).Run() != nil {
		return nil, p.install("newest")
	}
	c := with(exec.Command(python, filepath.Join(p.scripts, script)), threads)
	if library := p.library("libtcmalloc_minimal.so.4"); library != "" {
		c.Env = append(c.Env, "LD_PRELOAD="+library)
	}
	return c, nil
}

// tuned is Debian's PyTorch, made as fast as it can be.
func (p place) tuned(threads int) (*exec.Cmd, error) {
	const python = "/usr/bin/python3"
	blas, malloc := p.library("openblas-openmp"), p.library("libtcmalloc_minimal.so.4")
	if blas == "" || malloc == "" || exec.Command(python, "-c", "import torch").Run() != nil {
		return nil, p.install("debian")
	}
	c := with(exec.Command(python, filepath.Join(p.scripts, "pytorch_peer.py")), threads)
	c.Env = append(c.Env, "ATEN_CPU_CAPABILITY=avx512", "LD_LIBRARY_PATH="+blas, "LD_PRELOAD="+malloc)
	return c, nil
}

// library is the path of what install.sh has unpacked of Debian's packages, or "".
func (p place) library(name string) string {
	path, err := filepath.Abs(filepath.Join(p.peers, "debian/usr/lib/x86_64-linux-gnu", name))
	if err != nil {
		return ""
	}
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

// gomlx is a program of a module of its own, which needs no installation.
func (p place) gomlx(threads int) (*exec.Cmd, error) {
	binary := filepath.Join(p.scripts, "gomlx")
	if _, err := os.Stat(binary); err != nil {
		build := exec.Command("go", "build", "-o", binary, ".")
		build.Dir = filepath.Join("peers", "gomlx")
		if text, err := build.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("go build in bench/peers/gomlx: %w: %s", err, firstLine(text))
		}
	}
	return with(exec.Command(binary), threads), nil
}

func firstLine(text []byte) string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	return line
}

// with tells every library how many threads to use. What the surroundings say of
// OpenBLAS is for others: it would slow it down.
func with(c *exec.Cmd, threads int) *exec.Cmd {
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "OPENBLAS_") {
			c.Env = append(c.Env, e)
		}
	}
	for _, name := range []string{"GAZE_THREADS", "GOMAXPROCS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"} {
		c.Env = append(c.Env, fmt.Sprintf("%s=%d", name, threads))
	}
	c.Env = append(c.Env, "TORCHINDUCTOR_COMPILE_THREADS=1")
	return c
}
