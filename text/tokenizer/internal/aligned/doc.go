// Package aligned holds text that is being normalized and cut while every byte
// of it still knows which bytes of the original it stands for.
//
// The rules are those of Hugging Face's NormalizedString, so that offsets come
// out the same to the byte. As long as nothing has moved, no alignment is kept.
package aligned
