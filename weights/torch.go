package weights

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"
)

// Since version 1.6 torch.save writes a zip archive, in which nothing is
// compressed: name/data.pkl, a pickle of the dict, and for each storage
// name/data/key. Checksums are torch's to check: reading all of a large file
// to open it would be the only cost there is.
const (
	zipMagic   = "PK\x03\x04"
	programAt  = "data.pkl"
	scriptAt   = "constants.pkl" // of TorchScript
	orderAt    = "byteorder"
	recordsMax = 1 << 20 // of an archive
)

// legacyMagic begins what torch.save wrote before, or writes if told to: the
// number 0x1950a86a20f9469cfc6c, pickled.
const legacyMagic = "\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."

// isArchive tells an archive from safetensors, whose ninth byte is the header's {.
func isArchive(prefix []byte) bool {
	return bytes.HasPrefix(prefix, []byte(zipMagic)) && (len(prefix) <= prefixBytes || prefix[prefixBytes] != '{')
}

// notLegacy refuses what torch wrote before there were archives.
func notLegacy(prefix []byte) error {
	if bytes.HasPrefix(prefix, []byte(legacyMagic)) {
		return errors.New("is in torch's format of before version 1.6; convert it in Python: " +
			`torch.save(torch.load("pytorch_model.bin", weights_only=True), "pytorch_model.bin")`)
	}
	return nil
}

// An archive is the records of a file of torch's.
type archive struct {
	data    []byte
	records map[string]*zip.File
	folder  string // in which all records are
}

func readArchive(data []byte) (*archive, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("archive: %w: truncated?", err)
	}
	if len(z.File) > recordsMax {
		return nil, fmt.Errorf("archive: %d records, more than %d", len(z.File), recordsMax)
	}
	a := &archive{data: data, records: map[string]*zip.File{}}
	for _, f := range z.File {
		if a.records[f.Name] != nil {
			return nil, fmt.Errorf("archive: record %q is there twice", f.Name)
		}
		a.records[f.Name] = f
		if dir, name := path.Split(f.Name); name == programAt && strings.Count(dir, "/") == 1 {
			a.folder = dir
		}
	}
	if a.folder == "" {
		return nil, fmt.Errorf("archive: has no record %s: is it a file of torch's?", programAt)
	}
	if a.records[a.folder+scriptAt] != nil {
		return nil, errors.New("archive: is a program of TorchScript, want what torch.save(model.state_dict()) writes")
	}
	return a, a.checkOrder()
}

func (a *archive) checkOrder() error {
	if a.records[a.folder+orderAt] == nil {
		return nil // written before there were others
	}
	order, err := a.record(orderAt)
	if err == nil && string(order) != "little" {
		err = fmt.Errorf("byte order %.20q, want little", order)
	}
	return err
}

// record is the bytes of a record, which lie in the file as they are.
func (a *archive) record(name string) ([]byte, error) {
	at, err := a.place(name)
	return a.data[at.begin:at.end:at.end], err
}

// A byteRange is bytes begin:end of a file.
type byteRange struct{ begin, end int }

func (a *archive) place(name string) (byteRange, error) {
	f := a.records[a.folder+name]
	if f == nil {
		return byteRange{}, fmt.Errorf("the archive has no record %q", name)
	}
	if f.Method != zip.Store || f.CompressedSize64 != f.UncompressedSize64 {
		return byteRange{}, fmt.Errorf("record %q is compressed, as torch never does", name)
	}
	start, err := f.DataOffset()
	if err != nil {
		return byteRange{}, fmt.Errorf("record %q: %w", name, err)
	}
	if start < 0 || start > int64(len(a.data)) || f.UncompressedSize64 > uint64(int64(len(a.data))-start) {
		return byteRange{}, fmt.Errorf("record %q has %d bytes from %d on, the file only %d", name, f.UncompressedSize64, start, len(a.data))
	}
	return byteRange{int(start), int(start) + int(f.UncompressedSize64)}, nil
}

// parseTorch lists the tensors of a file of torch's.
func parseTorch(data []byte, done func(part []byte)) ([]*blob, error) {
	a, err := readArchive(data)
	if err != nil {
		return nil, err
	}
	code, err := a.record(programAt)
	if err != nil {
		return nil, err
	}
	v, err := unpickle(code)
	if err != nil {
		return nil, err
	}
	state, ok := v.(*dictionary)
	if !ok {
		return nil, fmt.Errorf("holds %s, want a dict of tensors", describe(v))
	}
	return a.blobs(state, done)
}
