package weights

import (
	"fmt"
	"slices"
)

// A view says where in a file's tensor the elements of a parameter lie. Reading
// gathers along it and saving scatters along it, so that they are inverse.
type view struct {
	shape   []int // of the parameter
	rows    []int // where each row, axis 0, begins in the file's tensor
	strides []int // of the other axes
}

// views lists where the rule's parameters lie in a tensor of the file.
func (r Rule) views(d DType, file []int) ([]view, error) {
	if d.Bits()%8 != 0 {
		return nil, fmt.Errorf("%s elements share bytes and cannot be moved", d)
	}
	if _, err := elements(file); err != nil {
		return nil, err
	}
	whole, err := r.wholeView(file)
	if err != nil {
		return nil, err
	}
	if r.Axis < 0 || r.Axis >= len(whole.shape) {
		return nil, fmt.Errorf("shape %v has no axis %d to split", dims(whole.shape), r.Axis)
	}
	shares := r.Parts
	if shares == nil {
		shares = slices.Repeat([]int{1}, len(r.Store))
	}
	total := sum(shares)
	if total < 1 || whole.shape[r.Axis]%total != 0 {
		return nil, fmt.Errorf("axis %d of %v does not divide into %v", r.Axis, dims(whole.shape), dims(shares))
	}
	unit := whole.shape[r.Axis] / total
	views, at := make([]view, len(shares)), 0
	for i, share := range shares {
		views[i] = whole.part(r.Axis, at, share*unit)
		at += share * unit
	}
	return views, nil
}

// wholeView is the tensor transposed and its rows permuted, before it is split.
func (r Rule) wholeView(file []int) (view, error) {
	if len(file) == 0 {
		return view{}, fmt.Errorf("a scalar cannot be transposed, permuted or split")
	}
	v := view{shape: slices.Clone(file), strides: make([]int, len(file))}
	step := 1
	for i := len(file) - 1; i >= 0; i-- {
		v.strides[i] = step
		step *= file[i]
	}
	if r.Transpose {
		if len(file) != 2 {
			return view{}, fmt.Errorf("shape %v cannot be transposed, want two axes", dims(file))
		}
		slices.Reverse(v.shape)
		slices.Reverse(v.strides)
	}
	if product(file) == 0 { // of however many rows
		return view{shape: v.shape, strides: v.strides[1:]}, nil
	}
	order, err := r.Permute.order(v.shape[0])
	if err != nil {
		return view{}, err
	}
	for _, row := range order {
		v.rows = append(v.rows, row*v.strides[0])
	}
	v.strides = v.strides[1:]
	return v, nil
}

// part is length of axis, from at on.
func (v view) part(axis, at, length int) view {
	p := view{shape: slices.Clone(v.shape), strides: v.strides}
	p.shape[axis] = length
	if axis == 0 && v.rows != nil {
		p.rows = v.rows[at : at+length]
		return p
	}
	for _, row := range v.rows {
		p.rows = append(p.rows, row+at*v.strides[axis-1])
	}
	return p
}

// joinViews is views, found from the parameters' shapes.
func (r Rule) joinViews(parts []*blob) ([]view, error) {
	for _, p := range parts {
		if r.Axis < 0 || r.Axis >= len(p.shape) {
			return nil, fmt.Errorf("%q: shape %v has no axis %d to join", p.name, dims(p.shape), r.Axis)
		}
	}
	views, err := r.views(parts[0].dtype, r.fileShape(parts))
	if err != nil {
		return nil, err
	}
	for i, v := range views {
		if !slices.Equal(v.shape, parts[i].shape) {
			return nil, fmt.Errorf("%q: shape %v, want %v beside the other parts", parts[i].name, dims(parts[i].shape), dims(v.shape))
		}
	}
	return views, nil
}

// fileShape is that of the tensor that the parts make.
func (r Rule) fileShape(parts []*blob) []int {
	shape := slices.Clone(parts[0].shape)
	for _, p := range parts[1:] {
		shape[r.Axis] += p.shape[r.Axis]
	}
	if r.Transpose {
		slices.Reverse(shape)
	}
	return shape
}

func sum(list []int) int {
	total := 0
	for _, n := range list {
		total += n
	}
	return total
}
