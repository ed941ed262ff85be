package main

import (
	"context"
	"log/slog"

	"localvote/web"
	"localvote/web/store"
)

// publishAgain writes the rules and pages of today into a database that was
// exchanged or opened at last.
func publishAgain(ctx context.Context, handler *web.Server, db *store.Store, log *slog.Logger) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-db.Renewed():
		}
		if err := handler.Publish(ctx); err != nil {
			log.Error("cannot keep this edition of the rules; results that name it will not be found later", "error", err)
		}
		if err := handler.KeepPages(ctx); err != nil && ctx.Err() == nil {
			log.Error("cannot keep the pages of this edition; their versions will not be found later", "error", err)
		}
	}
}
