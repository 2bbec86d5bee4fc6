package gaze_test

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// root is this folder; examples write into another.
var root = must(os.Getwd())

func TestMain(m *testing.M) {
	here := must(os.MkdirTemp("", "gaze"))
	check(os.Chdir(here))
	status := m.Run()
	check(os.Chdir(root))
	check(os.RemoveAll(here))
	os.Exit(status)
}

// README.md shows the Example as it is, and what it prints.
func TestReadmeShowsTheExample(t *testing.T) {
	readme, source := read(t, "README.md"), read(t, "example_test.go")
	body := regexp.MustCompile(`(?s)\nfunc Example\(\) \{\n(.*?)\t// Output: ([^\n]*)\n\}\n`).FindStringSubmatch(source)
	require.NotNil(t, body)
	program := strings.ReplaceAll("\n"+body[1], "\n\t", "\n")[1:]
	require.Contains(t, readme, "```go\n"+program+"```\n", "copy the body of Example into README.md")
	require.Contains(t, readme, "```\n"+body[2]+"\n```\n", "and its output")
	require.LessOrEqual(t, strings.Count(program, "\n"), 22)
}

// The program comes early, and CI finds the command it runs.
func TestReadmeBegins(t *testing.T) {
	before, _, found := strings.Cut(read(t, "README.md"), "```go\n")
	require.True(t, found)
	require.LessOrEqual(t, len(strings.Fields(before)), 75, "words before the program")
	require.Contains(t, read(t, "README.md"), "\n## Test\n\n```sh\n")
}

// README.md names the packages that the package comment names, alike.
func TestReadmeListsPackages(t *testing.T) {
	readme := read(t, "README.md")
	lines := regexp.MustCompile(`//   - (\S+) – (.*)`).FindAllStringSubmatch(read(t, "doc.go"), -1)
	require.NotEmpty(t, lines)
	for _, l := range lines {
		require.Contains(t, readme, "\n| [`"+l[1]+"`]("+l[1]+") | "+l[2]+" |\n", "copy its line from doc.go")
	}
}

// The picture is the one that the program draws. On another processor a shade may
// be another by rounding.
func TestReadmePicture(t *testing.T) {
	Example()
	drawn := must(os.ReadFile("attention.png"))
	at := filepath.Join(root, "docs", "attention.png")
	if os.Getenv("GAZE_PICTURE") != "" {
		require.NoError(t, os.WriteFile(at, drawn, 0o666))
	}
	shown, err := os.ReadFile(at)
	require.NoError(t, err)
	if !bytes.Equal(drawn, shown) {
		require.Less(t, difference(t, drawn, shown), 8, "to renew it: make picture")
	}
}

// difference is the greatest one of two pictures' pixels, from 0 to 255.
func difference(t *testing.T, a, b []byte) (most int) {
	t.Helper()
	x, y := decode(t, a), decode(t, b)
	require.Equal(t, x.Bounds(), y.Bounds())
	for i := range x.Pix {
		d := int(x.Pix[i]) - int(y.Pix[i])
		most = max(most, d, -d)
	}
	return most
}

func decode(t *testing.T, picture []byte) *image.RGBA {
	t.Helper()
	from, err := png.Decode(bytes.NewReader(picture))
	require.NoError(t, err)
	to := image.NewRGBA(from.Bounds())
	for y := range from.Bounds().Dy() {
		for x := range from.Bounds().Dx() {
			to.Set(x, y, from.At(x, y))
		}
	}
	return to
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	require.NoError(t, err)
	return string(text)
}
