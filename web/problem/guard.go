package problem

import "runtime/debug"

// Guard runs a reader of content so that nothing an editor writes can stop the
// program: if the reader itself fails, that is an error at pos, with the lines of
// the program that failed, and the content does not go live.
func Guard(list *List, pos Pos, read func()) {
	defer func() {
		if failed := recover(); failed != nil {
			list.Errorf(pos, "E099", "the program failed over this: %v", failed).
				Hint("this is our mistake: please report it with these lines\n%s", debug.Stack())
		}
	}()
	read()
}
