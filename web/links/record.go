package links

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// An Entry is a line of links.csv: what was seen when an address was last looked
// at. Text is the fingerprint of the text that somebody has read; it stays when
// the text changes, until it is accepted.
type Entry struct {
	Address string
	On      string // day of the look
	State   State
	Status  int
	MovedTo string
	Text    string
}

var columns = []string{"address", "looked_on", "state", "http", "moved_to", "text"}

// errColumns says that a table is not ours.
var errColumns = errors.New("the first line must be address,looked_on,state,http,moved_to,text")

// ParseEntries reads links.csv. An empty file has no entries.
func ParseEntries(data []byte) (map[string]Entry, error) {
	entries := map[string]Entry{}
	if len(bytes.TrimSpace(data)) == 0 {
		return entries, nil
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return nil, err
	}
	if !slices.Equal(rows[0], columns) {
		return nil, errColumns
	}
	for i, row := range rows[1:] {
		status, err := strconv.Atoi(row[3])
		if err != nil {
			return nil, fmt.Errorf("line %d: %q is not a number", i+2, row[3])
		}
		entries[row[0]] = Entry{row[0], row[1], State(row[2]), status, row[4], row[5]}
	}
	return entries, nil
}

// FormatEntries writes links.csv in the order of the addresses.
func FormatEntries(entries map[string]Entry) ([]byte, error) {
	addresses := make([]string, 0, len(entries))
	for a := range entries {
		addresses = append(addresses, a)
	}
	slices.Sort(addresses)
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
	rows := [][]string{columns}
	for _, a := range addresses {
		e := entries[a]
		rows = append(rows, []string{e.Address, e.On, string(e.State), strconv.Itoa(e.Status), e.MovedTo, e.Text})
	}
	err := w.WriteAll(rows)
	return buf.Bytes(), err
}

// Note puts a finding into the record. The fingerprint of a text that has changed
// stays the old one, so that the change is told again and again until somebody has
// read the new text and accepts it.
func Note(entries map[string]Entry, f Finding, day string, accept bool) {
	e := Entry{f.Address, day, f.State, f.Status, f.MovedTo, f.Text}
	if old := entries[f.Address].Text; old != "" && (f.Text == "" || !accept) {
		e.Text = old
	}
	if accept && f.State == Changed {
		e.State = OK
	}
	entries[f.Address] = e
}
