package kernel

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unsafe"
)

// step is an instruction of a function: bytes, or the text of one that Go's
// assembler knows.
type step struct {
	bytes    []byte
	name     string
	from, to operand
	next     int // of a jump
}

// operand is a register, a number, or a parameter at a place in the frame.
type operand struct {
	register int // or -1
	n        int
	isParam  bool
}

// function is a function of amx_kernels_amd64.s.
type function []step

var (
	aByte = regexp.MustCompile(`BYTE \$0x([0-9a-f]{2})`)
	param = regexp.MustCompile(`^\w+\+(\d+)\(FP\)$`)
)

// functionsOf reads the file, of package kernel.
func functionsOf() map[string]function {
	text, err := os.ReadFile("amx_kernels_amd64.s")
	must(err == nil, err)
	all := map[string]function{}
	for _, part := range strings.Split(string(text), "\nTEXT ·")[1:] {
		name, body, _ := strings.Cut(part, "(SB)")
		if strings.HasPrefix(name, "mul") {
			all[name] = parsed(strings.Split(body, "\n")[1:])
		}
	}
	must(len(all) == 6, len(all))
	return all
}

// parsed is the steps of a function up to its RET.
func parsed(lines []string) (f function) {
	labels := map[string]int{}
	for _, line := range lines {
		line = strings.TrimSpace(line)
		name, rest, _ := strings.Cut(line, " ")
		s := step{name: name}
		switch {
		case line == "":
			continue
		case strings.HasSuffix(line, ":"):
			labels[strings.TrimSuffix(line, ":")] = len(f)
			continue
		case name == "BYTE":
			for _, b := range aByte.FindAllStringSubmatch(line, -1) {
				v, err := strconv.ParseUint(b[1], 16, 8)
				must(err == nil, err)
				s.bytes = append(s.bytes, byte(v))
			}
		case name == "JNZ":
			target, ok := labels[strings.TrimSpace(rest)]
			must(ok, line)
			s.next = target
		case name == "RET":
			return append(f, s)
		default:
			operands := strings.Split(rest, ",")
			s.from, s.to = parsedOperand(operands[0]), parsedOperand(operands[len(operands)-1])
		}
		f = append(f, s)
	}
	panic("no RET")
}

func parsedOperand(text string) operand {
	text = strings.TrimSpace(text)
	if m := param.FindStringSubmatch(text); m != nil {
		n, err := strconv.Atoi(m[1])
		must(err == nil, err)
		return operand{-1, n, true}
	}
	for i, name := range registerNames {
		if name == text {
			return operand{register: i}
		}
	}
	n, err := strconv.ParseInt(strings.TrimPrefix(text, "$"), 0, 64)
	must(err == nil, err)
	return operand{register: -1, n: int(n)}
}

// run calls a function with parameters.
func (e *emulator) run(f function, params [5]word) {
	for at := 0; ; at++ {
		s := &f[at]
		if s.bytes != nil {
			e.onTiles(s.bytes)
			continue
		}
		if s.name == "RET" {
			e.want(!e.open, "tiles released")
			return
		}
		if s.name == "JNZ" {
			if !e.equal {
				at = s.next - 1
			}
			continue
		}
		e.calculate(s, params)
	}
}

// calculate runs an instruction on whole numbers.
func (e *emulator) calculate(s *step, params [5]word) {
	x := word{n: s.from.n}
	switch {
	case s.from.isParam:
		x = params[s.from.n/8]
	case s.from.register >= 0:
		x = e.numbered[s.from.register]
	}
	to := &e.numbered[s.to.register]
	switch s.name {
	case "MOVQ":
		*to = x
		return
	case "ADDQ":
		e.want(x.base == nil || to.base == nil, "one place in memory")
		to.n += x.n
		if x.base != nil {
			to.base = x.base
		}
	case "SHLQ":
		e.want(to.base == nil, "a number")
		to.n <<= x.n
	case "DECQ":
		e.want(to.base == nil, "a number")
		to.n--
	default:
		e.want(false, "a known instruction, not "+s.name)
	}
	e.equal = to.base == nil && to.n == 0
}

func must(ok bool, what any) {
	if !ok {
		panic(what)
	}
}

// emulated is the functions as a tileUnit.
var emulated = sync.OnceValue(func() tileUnit {
	all := functionsOf()
	names := map[form]string{bf16Tiles: "BF16", bf16x3Tiles: "BF16x3", int8Tiles: "Int8"}
	var functions [int8Tiles + 1][2]function
	for f, name := range names {
		functions[f] = [2]function{all["mul"+name+"Tiles1AMX"], all["mul"+name+"Tiles2AMX"]}
	}
	return func(f form, config *tileConfig, sums, a, b unsafe.Pointer, blocks int) {
		high := 0
		if config.twoHigh() {
			high = 1
		}
		var e emulator
		e.run(functions[f][high], [5]word{{unsafe.Pointer(config), 0}, {sums, 0}, {a, 0}, {b, 0}, {n: blocks}})
	}
})
