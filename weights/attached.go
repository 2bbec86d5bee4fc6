package weights

import "sync"

// attachments are what others have made of an entry.
type attachments struct {
	mu sync.Mutex
	by map[any]any
}

// Attached is what make has made for that key, once for all who ask: a place
// for what is derived from the values, such as the form in which a matrix
// product reads them. It lives as long as the entry; whether it is stale,
// Version tells.
func (e *Entry) Attached(key any, make func() any) any {
	e.attached.mu.Lock()
	defer e.attached.mu.Unlock()
	if x, ok := e.attached.by[key]; ok {
		return x
	}
	if e.attached.by == nil {
		e.attached.by = map[any]any{}
	}
	x := make()
	e.attached.by[key] = x
	return x
}
