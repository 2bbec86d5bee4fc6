package weights

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// storages are the types of storage, by what their elements are in a file.
var storages = map[global]DType{
	"torch.DoubleStorage":          F64,
	"torch.FloatStorage":           F32,
	"torch.HalfStorage":            F16,
	"torch.BFloat16Storage":        BF16,
	"torch.LongStorage":            I64,
	"torch.IntStorage":             I32,
	"torch.ShortStorage":           I16,
	"torch.CharStorage":            I8,
	"torch.ByteStorage":            U8,
	"torch.BoolStorage":            Bool,
	"torch.ComplexFloatStorage":    C64,
	"torch.storage.UntypedStorage": "",
}

// elementTypes are the types that tensors of untyped storages name.
var elementTypes = map[global]DType{
	"torch.float64": F64, "torch.float32": F32, "torch.float16": F16, "torch.bfloat16": BF16,
	"torch.int64": I64, "torch.int32": I32, "torch.int16": I16, "torch.int8": I8,
	"torch.uint64": U64, "torch.uint32": U32, "torch.uint16": U16, "torch.uint8": U8,
	"torch.bool": Bool, "torch.complex64": C64,
	"torch.float8_e4m3fn": F8E4M3, "torch.float8_e5m2": F8E5M2, "torch.float8_e8m0fnu": F8E8M0,
	"torch.float8_e4m3fnuz": F8E4M3FNUZ, "torch.float8_e5m2fnuz": F8E5M2FNUZ,
}

// calls are the functions that may be called: what each makes of its arguments.
var calls = map[global]func(arguments tuple) (any, error){
	"collections.OrderedDict":         orderedDict,
	"torch._utils._rebuild_tensor_v2": rebuildTensor,
	"torch._utils._rebuild_tensor_v3": rebuildTyped,
	"torch._utils._rebuild_parameter": rebuildParameter,
}

// global is a name on two lines.
func (u *unpickler) global() error {
	module, err := u.line()
	if err != nil {
		return err
	}
	name, err := u.line()
	if err != nil {
		return err
	}
	return u.find([]any{module, name})
}

// find pushes a name of the allow-list.
func (u *unpickler) find(values []any) error {
	module, ok := values[0].(string)
	name, ok2 := values[1].(string)
	if !ok || !ok2 {
		return fmt.Errorf("the name %s of %s", describe(values[1]), describe(values[0]))
	}
	g := global(module + "." + name)
	_, isStorage := storages[g]
	_, isType := elementTypes[g]
	if !isStorage && !isType && calls[g] == nil {
		return fmt.Errorf("wants %.100q, which is not on the list of what a checkpoint may name: storages, types and %s",
			string(g), callable())
	}
	return u.push(g)
}

func callable() string {
	var names []string
	for _, g := range slices.Sorted(maps.Keys(calls)) {
		names = append(names, string(g))
	}
	return strings.Join(names, ", ")
}

func (u *unpickler) reduce(values []any) error {
	g, _ := values[0].(global)
	f := calls[g]
	if f == nil {
		return fmt.Errorf("calls %s", describe(values[0]))
	}
	arguments, ok := values[1].(tuple)
	if !ok {
		return fmt.Errorf("calls %s with %s, want a tuple", g, describe(values[1]))
	}
	v, err := f(arguments)
	if err != nil {
		return fmt.Errorf("%s: %w", g, err)
	}
	return u.push(v)
}

func orderedDict(arguments tuple) (any, error) {
	if len(arguments) != 0 {
		return nil, fmt.Errorf("%d arguments, want none", len(arguments))
	}
	return new(dictionary), nil
}

// rebuildParameter is of (tensor, requires_grad, hooks).
func rebuildParameter(arguments tuple) (any, error) {
	if len(arguments) != 3 || !hooksOrNothing(arguments[2]) {
		return nil, fmt.Errorf("arguments %d, want a tensor, a bool and no hooks", len(arguments))
	}
	t, ok := arguments[0].(*stridedTensor)
	if !ok {
		return nil, fmt.Errorf("%s, want a tensor", describe(arguments[0]))
	}
	return t, nil
}

// rebuildTensor is of (storage, offset, shape, strides, requires_grad, hooks[, flags]).
func rebuildTensor(arguments tuple) (any, error) {
	if n := len(arguments); n != 6 && n != 7 {
		return nil, fmt.Errorf("%d arguments, want 6 or 7", n)
	}
	if s, ok := arguments[0].(storage); ok && s.dtype == "" {
		return nil, fmt.Errorf("storage %q is untyped", s.key)
	}
	return rebuild(arguments, arguments[6:])
}

// rebuildTyped is of (storage, offset, shape, strides, requires_grad, hooks, dtype[, flags]).
func rebuildTyped(arguments tuple) (any, error) {
	if n := len(arguments); n != 7 && n != 8 {
		return nil, fmt.Errorf("%d arguments, want 7 or 8", n)
	}
	name, _ := arguments[6].(global)
	d, ok := elementTypes[name]
	if !ok {
		return nil, fmt.Errorf("type %s", describe(arguments[6]))
	}
	s, ok := arguments[0].(storage)
	if !ok || s.dtype != "" {
		return nil, fmt.Errorf("%s, want an untyped storage", describe(arguments[0]))
	}
	t, err := rebuild(arguments, arguments[7:])
	if err != nil {
		return nil, err
	}
	t.dtype = d
	return t, nil
}

// rebuild reads what both kinds have. Flags would say that the numbers are
// to be negated or conjugated.
func rebuild(arguments, flags tuple) (*stridedTensor, error) {
	s, ok := arguments[0].(storage)
	if !ok {
		return nil, fmt.Errorf("%s, want a storage", describe(arguments[0]))
	}
	offset, err := natural(arguments[1])
	if err != nil {
		return nil, fmt.Errorf("offset: %w", err)
	}
	shape, err := naturals(arguments[2])
	if err != nil {
		return nil, fmt.Errorf("shape: %w", err)
	}
	strides, err := naturals(arguments[3])
	if err != nil {
		return nil, fmt.Errorf("strides: %w", err)
	}
	if !hooksOrNothing(arguments[5]) {
		return nil, fmt.Errorf("hooks are %s, want none", describe(arguments[5]))
	}
	if len(flags) > 0 && !hooksOrNothing(flags[0]) {
		return nil, fmt.Errorf("flags are %s, want none: resolve conjugation and negation before saving", describe(flags[0]))
	}
	return &stridedTensor{s, s.dtype, offset, shape, strides}, nil
}
