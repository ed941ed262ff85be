package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"localvote/web/lang"
	"localvote/web/message"
)

// health asks the server on this machine whether it answers: for containers, in
// which there is no other program that could.
type health struct {
	Addr    string        `default:":8080" env:"LOCALVOTE_ADDR" help:"Address on which the server listens."`
	BaseURL string        `env:"LOCALVOTE_BASE_URL" help:"Scheme and host of the site, as the server was told."`
	Timeout time.Duration `default:"3s" help:"How long to wait."`
}

// Run ends with an error if there is no answer.
func (h *health) Run(out io.Writer, l lang.Lang) error {
	ctx, cancel := context.WithTimeout(context.Background(), h.Timeout)
	defer cancel()
	request, address, err := h.request(ctx, os.Getenv)
	if err != nil {
		return message.Errorf(l, "%s is no address to ask at: %v", h.Addr, err)
	}
	client := &http.Client{Transport: &http.Transport{
		// It is this machine: who answers is not in doubt, and the certificate is not for its address.
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true, ServerName: request.URL.Hostname()},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, address)
		},
	}}
	response, err := client.Do(request)
	if err != nil {
		return message.Errorf(l, "the server does not answer: %v", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return message.Errorf(l, "the server answers with status %d", response.StatusCode)
	}
	_, err = fmt.Fprintln(out, "ok")
	return err
}

// request is for the host of the site, and address is where it goes.
func (h *health) request(ctx context.Context, getenv func(string) string) (r *http.Request, address string, err error) {
	host, port, err := net.SplitHostPort(h.Addr)
	if err != nil {
		return nil, "", err
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	address = net.JoinHostPort(host, port)
	domain, _, _ := strings.Cut(getenv("LOCALVOTE_TLS_DOMAIN"), ",")
	site := url.URL{Scheme: "http", Host: cmp.Or(domain, address), Path: "/healthz"}
	if base, err := url.Parse(h.BaseURL); err == nil && base.Host != "" {
		site.Host = base.Host
	}
	if domain != "" || getenv("LOCALVOTE_TLS_CERT") != "" {
		site.Scheme = "https"
	}
	r, err = http.NewRequestWithContext(ctx, http.MethodGet, site.String(), nil)
	return r, address, err
}
