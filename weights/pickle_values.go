package weights

import (
	"errors"
	"fmt"
	"math"
)

type (
	tuple      []any
	list       struct{ items []any }
	dictionary struct{ keys, values []any }
	global     string // a name on the allow-list, such as "torch.FloatStorage"
)

// A storage is a record of the archive, seen as elements of a type.
type storage struct {
	key   string
	dtype DType // "" of an untyped one, whose elements are bytes
	count int
}

// A stridedTensor is a view of a storage, in elements.
type stridedTensor struct {
	storage        storage
	dtype          DType
	offset         int
	shape, strides []int
}

func (u *unpickler) appendList(values []any) error {
	v, err := u.top()
	if err != nil {
		return err
	}
	l, ok := v.(*list)
	if !ok {
		return fmt.Errorf("appends to %s", describe(v))
	}
	l.items = append(l.items, values...)
	return nil
}

func (u *unpickler) setItems(values []any) error {
	v, err := u.top()
	if err != nil {
		return err
	}
	d, ok := v.(*dictionary)
	if !ok {
		return fmt.Errorf("sets keys of %s", describe(v))
	}
	if len(values)%2 != 0 {
		return errors.New("a key without a value")
	}
	for i := 0; i < len(values); i += 2 {
		d.keys = append(d.keys, values[i])
		d.values = append(d.values, values[i+1])
	}
	return nil
}

// build drops the attributes of a dict, which are versions of modules.
func (u *unpickler) build([]any) error {
	v, err := u.top()
	if _, ok := v.(*dictionary); err == nil && !ok {
		err = fmt.Errorf("sets attributes of %s", describe(v))
	}
	return err
}

// storage is what ("storage", type, key, device, count) stands for; wherever it
// was, it is read into memory.
func (u *unpickler) storage(values []any) error {
	id, _ := values[0].(tuple)
	if len(id) != 5 || id[0] != "storage" {
		return fmt.Errorf("%s stands for something outside, want a storage", describe(values[0]))
	}
	kind, isGlobal := id[1].(global)
	d, known := storages[kind]
	key, isText := id[2].(string)
	count, err := natural(id[4])
	switch {
	case !isGlobal || !known:
		return fmt.Errorf("a storage of type %s", describe(id[1]))
	case !isText:
		return fmt.Errorf("a storage whose key is %s", describe(id[2]))
	case err != nil:
		return fmt.Errorf("storage %q: elements: %w", key, err)
	}
	return u.push(storage{key, d, count})
}

// natural is a value that must be a size.
func natural(v any) (int, error) {
	n, ok := v.(int64)
	if !ok || n < 0 || n > math.MaxInt {
		return 0, fmt.Errorf("%s is no size", describe(v))
	}
	return int(n), nil
}

// naturals is a tuple of sizes.
func naturals(v any) ([]int, error) {
	t, ok := v.(tuple)
	if !ok {
		return nil, fmt.Errorf("%s, want a tuple of sizes", describe(v))
	}
	list := make([]int, len(t))
	for i, x := range t {
		var err error
		if list[i], err = natural(x); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// describe names a value in a message. It does not look into containers.
func describe(v any) string {
	switch v := v.(type) {
	case nil:
		return "None"
	case bool:
		return fmt.Sprintf("the bool %t", v)
	case int64:
		return fmt.Sprintf("the number %d", v)
	case float64:
		return fmt.Sprintf("the number %g", v)
	case string:
		return fmt.Sprintf("the string %.60q", v)
	case tuple:
		return fmt.Sprintf("a tuple of %d", len(v))
	case *list:
		return fmt.Sprintf("a list of %d", len(v.items))
	case *dictionary:
		return fmt.Sprintf("a dict of %d", len(v.keys))
	case global:
		return string(v)
	case storage:
		return fmt.Sprintf("storage %q", v.key)
	}
	return "a tensor"
}

// hooksOrNothing accepts None and an empty dict, as which hooks and flags come.
func hooksOrNothing(v any) bool {
	d, ok := v.(*dictionary)
	return v == nil || ok && len(d.keys) == 0
}
