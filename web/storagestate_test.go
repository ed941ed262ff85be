package web

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
)

// After a failure nobody waits for the database for a while; a reader who goes away is
// no failure.
func TestStorageRests(t *testing.T) {
	s := &Server{log: slog.New(slog.NewTextHandler(io.Discard, nil)), storage: storageState{patience: storePatience}}
	c := echo.New().NewContext(httptest.NewRequest("GET", "/", nil), nil)
	s.storageFailed(context.Canceled)
	if s.storage.failed || s.storeTime(c).Err() != nil {
		t.Error("a reader who has gone counts as an outage")
	}
	if end, bounded := s.storeTime(c).Deadline(); !bounded || time.Until(end) > storePatience {
		t.Error("readers may wait without end")
	}
	s.storageFailed(errors.New("locked"))
	began := s.storage.since
	s.storageFailed(context.DeadlineExceeded) // of somebody who was not let through
	if !s.storage.failed || !errors.Is(s.storeTime(c).Err(), context.DeadlineExceeded) || s.storage.since != began {
		t.Error("readers wait for a database that has just failed, or its rest never ends")
	}
	s.storage.since = s.storage.since.Add(-storeRest)
	if s.storeTime(c).Err() != nil {
		t.Error("the database is never asked again")
	}
}
