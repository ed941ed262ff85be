package store

import (
	"context"
	"fmt"
)

// timely comes back when ctx ends, even if the database does not: SQLite, once it waits
// for another program, hears of nothing for as long as BusyTimeout says. What is asked
// goes on behind our back; how often that can be is bounded by the connections, for
// which one waits no longer than ctx lasts.
func timely[T any](ctx context.Context, ask func() (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	done := make(chan answer, 1)
	go func() {
		var a answer
		defer func() {
			if p := recover(); p != nil {
				a.err = fmt.Errorf("the driver of the database panicked: %v", p)
			}
			done <- a
		}()
		a.value, a.err = ask()
	}()
	select {
	case a := <-done:
		return a.value, a.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
