package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"

	"localvote/web/metrics"
)

// operations is what those who run the server may set.
type operations struct {
	LogFormat   string `default:"text" enum:"text,json" env:"LOCALVOTE_LOG_FORMAT" help:"Form of the log on standard error: text or json."`
	MetricsAddr string `env:"LOCALVOTE_METRICS_ADDR" help:"Address of a listener of its own for /metrics (Prometheus), such as 127.0.0.1:9090. Off without it; never make it public."`
}

// logger writes in the form that was asked for.
func (o *operations) logger(out io.Writer) *slog.Logger {
	if o.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(out, nil))
	}
	return slog.New(slog.NewTextHandler(out, nil))
}

// serveMetrics serves figures until ctx ends, on a listener of their own so that no
// mistake in the routes can make them public. Without an address nothing is counted,
// and the Set is nil.
func (o *operations) serveMetrics(ctx context.Context) (*metrics.Set, error) {
	if o.MetricsAddr == "" {
		return nil, nil
	}
	listener, err := net.Listen("tcp", o.MetricsAddr)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w (choose another address with --metrics-addr)", o.MetricsAddr, err)
	}
	counts := metrics.New()
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", counts.Handler())
	server := &http.Server{Handler: mux, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)}
	context.AfterFunc(ctx, func() { server.Close() })
	go server.Serve(listener) //nolint:errcheck // it ends when ctx ends
	return counts, nil
}
