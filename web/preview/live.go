package preview

import (
	"bytes"
	"net/http"
	"strings"

	"golang.org/x/net/html"

	"localvote/web/message"
)

// livePrefix is where what is live stands, for comparing. It is a second server of
// package web behind a prefix, not a second port: a port may be taken or not
// forwarded, and pages of the same origin can be scrolled together. The price is
// that addresses in its pages must be rewritten; all of them are paths from the
// root, so that is little.
const livePrefix = Root + "live"

// serveLive answers for what is live.
func (p *Preview) serveLive(w http.ResponseWriter, r *http.Request) {
	inner := r.Clone(r.Context())
	inner.URL.Path = strings.TrimPrefix(r.URL.Path, livePrefix)
	inner.URL.RawPath = strings.TrimPrefix(r.URL.RawPath, livePrefix)
	inner.RequestURI = ""
	forgetCopies(inner)
	day := dayOf(inner, p.live.holder.Site())
	a := ask(p.live.on(day.day), inner)
	if to := a.header.Get("Location"); rooted(to) {
		a.header.Set("Location", livePrefix+to)
	}
	if !a.isHTML() {
		a.send(w, a.body.Bytes())
		return
	}
	v := p.viewOf(r, inner.URL.RequestURI(), day)
	v.Live, v.Name = true, message.Sprintf(v.Lang, "This is what is live")
	v.Links = []link{
		{Text: message.Sprintf(v.Lang, "The same page in the folder"), Href: v.Path},
		{Text: message.Sprintf(v.Lang, "Compare"), Href: toolHref("compare", v.Path)},
	}
	p.sendPage(w, r, a, behindPrefix(a.body.Bytes()), v)
}

// forgetCopies makes the site send a page although the browser has it: the bar
// below it may have changed. Static files may be kept.
func forgetCopies(r *http.Request) {
	if !strings.HasPrefix(r.URL.Path, "/static/") {
		r.Header.Del("If-None-Match")
		r.Header.Del("Accept-Encoding") // what is packed cannot be added to
		r.Header.Del("Range")
	}
}

// rooted tells whether an address is a path from the root of this site.
func rooted(address string) bool {
	return strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//")
}

// addressed are the attributes that hold addresses; those of data-* are read by
// the script that suggests places.
var addressed = map[string]bool{"href": true, "src": true, "action": true, "formaction": true, "data-places": true, "data-place": true}

// behindPrefix makes the addresses of a page stay behind the prefix. Everything
// else keeps its bytes.
func behindPrefix(page []byte) []byte {
	var out bytes.Buffer
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		kind := z.Next()
		if kind == html.ErrorToken { // the end; there are no other errors in memory
			return out.Bytes()
		}
		raw := bytes.Clone(z.Raw())
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			out.Write(raw)
			continue
		}
		for _, a := range z.Token().Attr {
			if addressed[a.Key] && rooted(a.Val) {
				raw = bytes.Replace(raw, []byte(" "+a.Key+`="/`), []byte(" "+a.Key+`="`+livePrefix+"/"), 1)
			}
		}
		out.Write(raw)
	}
}
