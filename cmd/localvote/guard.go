package main

import (
	"runtime"
	"strings"

	"localvote/web/guard"
)

// limits are those of the server. Which hosts it answers for is only known where
// somebody has said at which address it stands.
func (s *serve) limits() (*guard.Limits, error) {
	limits := guard.Usual(runtime.GOMAXPROCS(0))
	var err error
	if limits.Proxies, err = guard.ParseProxies(s.TrustedProxies); err != nil {
		return nil, err
	}
	if s.BaseURL != "" {
		limits.Hosts = guard.HostsOf(s.BaseURL, s.AlsoHosts...)
	}
	limits.HTTPS = strings.HasPrefix(s.BaseURL, "https://")
	return &limits, nil
}
