package web

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// certificateCheck looks at the certificates of built-in HTTPS. Nobody notices that a
// renewal fails until the old certificate ends, and then every reader is told that the
// site cannot be trusted.
const certificateCheck = "certificate"

// certificateSoon is how long before its end a certificate is a trouble. autocert
// renews 30 days before.
const certificateSoon = 14 * 24 * time.Hour

// checkCertificates names each domain whose certificate ends soon, has ended or could
// not be had.
func (s *Server) checkCertificates(context.Context) string {
	var wrong []string
	ends := s.certificates()
	for _, domain := range slices.Sorted(maps.Keys(ends)) {
		if said := sayEnd(domain, ends[domain], s.now()); said != "" {
			wrong = append(wrong, said)
		}
	}
	if len(wrong) == 0 {
		return statusOK
	}
	return strings.Join(wrong, "; ") + ". Renewing has failed or was forgotten: see the log, and Built-in HTTPS in deploy/README.md"
}

// sayEnd says what is wrong with a certificate, "" if nothing is.
func sayEnd(domain string, end, now time.Time) string {
	of := "the certificate"
	if domain != "" {
		of += " of " + domain
	}
	left := end.Sub(now)
	switch {
	case end.IsZero():
		return of + " could not be had"
	case left <= 0:
		return fmt.Sprintf("%s ended on %s: browsers refuse the site", of, end.UTC().Format(time.DateOnly))
	case left < certificateSoon:
		return fmt.Sprintf("%s ends on %s, days left: %d", of, end.UTC().Format(time.DateOnly), int(left.Hours()/24))
	}
	return ""
}
