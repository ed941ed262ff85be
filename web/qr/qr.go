// Package qr makes QR codes of addresses: which squares are dark. How a code is
// drawn is a matter of package templates. It is the only user of rsc.io/qr.
package qr

import (
	"fmt"

	"rsc.io/qr"
)

// Rows are the squares of a code from top to bottom, each row from left to right;
// true is dark. The quiet zone around them is not part of it.
type Rows [][]bool

// Of is the code of a text with error correction level M: it can still be read
// with up to 15 per cent of it lost, as on a sheet that hangs in the rain.
func Of(text string) (Rows, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return nil, fmt.Errorf("make a QR code of %d bytes: %w", len(text), err)
	}
	rows := make(Rows, code.Size)
	for y := range rows {
		rows[y] = make([]bool, code.Size)
		for x := range rows[y] {
			rows[y][x] = code.Black(x, y)
		}
	}
	return rows, nil
}
