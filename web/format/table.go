package format

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"localvote/web/lang"
	"localvote/web/typography"
)

// table writes a CSV file with its columns in order and quotation marks only where
// a cell needs them. Cells are not padded: spreadsheets would keep the blanks.
func table(name string, data []byte, columns []string) (string, error) {
	if columns == nil {
		return string(data), nil
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	rows, err := r.ReadAll()
	if err != nil {
		return "", err
	}
	if len(rows) == 0 {
		return "", errors.New("the table is empty")
	}
	order := columnOrder(rows[0], columns)
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	for n, row := range rows {
		cells := make([]string, len(order))
		for i, from := range order {
			cells[i] = norm.NFC.String(row[from])
			if l := columnLanguage(rows[0][from]); n > 0 && l != "" {
				cells[i] = typography.Quotes(l, cells[i])
			}
		}
		if err := w.Write(cells); err != nil {
			return "", err
		}
	}
	w.Flush()
	return out.String(), w.Error()
}

// columnOrder is where each column stands now; columns that are not known, and
// repeated ones, come last in their order.
func columnOrder(head, columns []string) []int {
	var order []int
	for _, column := range columns {
		if i := slices.Index(head, column); i >= 0 {
			order = append(order, i)
		}
	}
	for i := range head {
		if !slices.Contains(order, i) {
			order = append(order, i)
		}
	}
	return order
}

// columnLanguage is the language of a column of names: ru, name_ru.
func columnLanguage(column string) lang.Lang {
	l, _ := lang.Parse(strings.TrimPrefix(column, "name_"))
	return l
}
