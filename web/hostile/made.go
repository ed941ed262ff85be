package hostile

import (
	"fmt"
	"strings"
)

// methods are words that stand where GET does.
func (m *maker) methods() {
	for _, word := range strings.Fields("TRACE CONNECT TRACK DEBUG PUT DELETE PATCH PROPFIND MKCOL MOVE COPY LOCK SEARCH PURGE BAN get Get GETS JEFF OPTIONS") {
		for _, address := range []string{"/en/", "/be/check/1-BD0W", "/api/v1/rules", "/data/", "/no/such/page", "/static/css/site.css"} {
			m.add("method", word, func(string) string { return word + " " + address + "?{m}" + head + "\r\n" })
		}
	}
	m.add("method", "CONNECT a host", func(string) string { return "CONNECT evil.example:443" + head + "\r\n" })
	m.add("method", "GET of another site", func(string) string { return "GET http://evil.example/en/" + head + "\r\n" })
	m.add("method", "OPTIONS *", func(string) string { return "OPTIONS *" + head + "\r\n" })
}

// bombs are small to send and might be large to read.
func (m *maker) bombs() {
	long := strings.Repeat
	for name, text := range map[string]string{
		"deep lists": long("[", 4000), "deep objects": long(`{"a":`, 700), "a long number": `{"answers":{"age":` + long("9", 3900) + "}}",
		"many names": `{"answers":{` + strings.TrimSuffix(long(`"a":1,`, 600), ",") + "}}", "a long string": `{"answers":{"age":"` + long("x", 3900) + `"}}`,
		"many escapes": `{"answers":{"age":"` + long(`\u0000`, 600) + `"}}`, "too long": long(" ", 5000), "blanks": long(" ", 4096),
		"many rights": `{"answers":{},"rights":[` + strings.TrimSuffix(long(`"x",`, 900), ",") + "]}",
	} {
		for _, address := range []string{"/api/v1/evaluate", "/api/v1/next"} {
			m.add("bomb", name, func(string) string { return posted(address, "application/json", text) })
		}
	}
	for name, text := range map[string]string{
		"many fields": long("a=1&", 2000), "one field": "age=" + long("x", 8000), "many of one": long("age=21plus&", 700), "escapes": "age=" + long("%25", 2600), "too long": long("x", 9000), "broken escapes": long("%zz&", 1900),
	} {
		for _, address := range []string{"/en/check/all", "/en/check/private/all", "/en/display"} {
			m.add("bomb", name, func(string) string { return posted(address, formType, text) })
		}
	}
	for name, text := range map[string]string{
		"long query": "/en/search?q=" + long("x", 3900), "many parameters": "/en/table?" + long("a=1&", 900), "long path": "/en/" + long("a", 4000), "many folders": "/en" + long("/a", 1900),
		"too long": "/en/" + long("a", 5000), "long escapes": "/en/search?q=" + long("%F0%9F%97%B3", 300), "many points": "/en/" + long("../", 1200), "words": "/en/search?q=" + long("a+", 1900),
		"stars": "/api/v1/places?q=" + long("%2A", 1200), "quotes": "/be/search?q=" + long("%22", 1200),
	} {
		m.add("bomb", name, func(string) string { return "GET " + text + head + "\r\n" })
	}
	for name, line := range map[string]string{
		"long cookie": "Cookie: " + long("a=b; ", 2000), "long language": "Accept-Language: " + long("be,", 4000), "long accept": "Accept: " + long("a/b;q=0.1,", 1200),
		"long encoding": "Accept-Encoding: " + long("br;q=0.1,", 1200), "many ranges": "Range: bytes=" + strings.TrimSuffix(long("0-1,", 2500), ","), "many tags": "If-None-Match: " + long(`"x",`, 2500),
		"too long": "X: " + long("x", 40000), "many lines": "X: 1" + long("\r\nX: 1", 1500), "many proxies": "X-Forwarded-For: " + long("1.2.3.4, ", 1200),
	} {
		m.add("bomb", name, func(string) string { return "GET /en/claims" + head + line + "\r\n\r\n" })
	}
}

// shapes are no proper requests. Between two servers that read them differently, they
// are how the second half of one becomes a request of somebody else.
func (m *maker) shapes() {
	const second = "GET /en/claims?{m} HTTP/1.1\r\nHost: " + host + "\r\n\r\n"
	const post = "POST /en/check/all HTTP/1.1\r\nHost: " + host + "\r\n"
	both := fmt.Sprintf("Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 5+len(second)) + second
	for name, text := range map[string]string{
		"CL.TE":                post + both,
		"CL.TE of a GET":       "GET /en/claims HTTP/1.1\r\nHost: " + host + "\r\n" + both,
		"TE.CL":                post + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\n" + second + "\r\n0\r\n\r\n",
		"TE.TE":                post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n" + second,
		"TE twice":             post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + second,
		"TE list":              post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + second,
		"TE identity":          post + "Transfer-Encoding: identity\r\nContent-Length: 0\r\n\r\n" + second,
		"TE xchunked":          post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + second,
		"TE with a space":      post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + second,
		"TE with a tab":        post + "Transfer-Encoding:\tchunked\x0b\r\n\r\n0\r\n\r\n" + second,
		"TE folded":            post + "Transfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + second,
		"TE behind a line":     post + "X: x\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n" + second,
		"TE quoted":            post + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n" + second,
		"TE in HTTP/1.0":       "POST /en/check/all HTTP/1.0\r\nHost: " + host + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + second,
		"CL twice":             post + "Content-Length: 0\r\nContent-Length: 30\r\n\r\n" + second,
		"CL list":              post + "Content-Length: 0, 30\r\n\r\n" + second,
		"CL with a sign":       post + "Content-Length: +0\r\n\r\n" + second,
		"CL negative":          post + "Content-Length: -1\r\n\r\n" + second,
		"CL hexadecimal":       post + "Content-Length: 0x5\r\n\r\n" + second,
		"CL huge":              post + "Content-Length: 99999999999999999999\r\n\r\n" + second,
		"CL with a space":      post + "Content-Length : 0\r\n\r\n" + second,
		"CL empty":             post + "Content-Length:\r\n\r\n" + second,
		"chunk of a bad size":  post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + second,
		"chunk below zero":     post + "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n" + second,
		"chunk too large":      post + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n" + second,
		"chunk with a comment": post + "Transfer-Encoding: chunked\r\n\r\n0;" + strings.Repeat("x", 9000) + "\r\n\r\n" + second,
		"chunk ended by LF":    post + "Transfer-Encoding: chunked\r\n\r\n1\nx\n0\n\n" + second,
		"no host":              "GET /en/claims HTTP/1.1\r\n\r\n",
		"two hosts":            "GET /en/claims HTTP/1.1\r\nHost: " + host + "\r\nHost: evil.example\r\n\r\n",
		"a host with blanks":   "GET /en/claims HTTP/1.1\r\nHost: " + host + " evil.example\r\n\r\n",
		"a host with a path":   "GET /en/claims HTTP/1.1\r\nHost: " + host + "/evil\r\n\r\n",
		"another host":         "GET /en/claims HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
		"no version":           "GET /en/claims\r\n\r\n" + second,
		"version 0.9":          "GET /en/claims HTTP/0.9\r\n\r\n",
		"version 3":            "GET /en/claims HTTP/3.0\r\nHost: " + host + "\r\n\r\n",
		"version with letters": "GET /en/claims HTTP/1.x\r\nHost: " + host + "\r\n\r\n",
		"HTTP/2 at once":       "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00",
		"blanks in the line":   "GET  /en/claims  HTTP/1.1\r\nHost: " + host + "\r\n\r\n",
		"a tab in the line":    "GET\t/en/claims\tHTTP/1.1\r\nHost: " + host + "\r\n\r\n",
		"NUL in the address":   "GET /en/\x00{m} HTTP/1.1\r\nHost: " + host + "\r\n\r\n",
		"DEL in the address":   "GET /en/\x7f{m} HTTP/1.1\r\nHost: " + host + "\r\n\r\n",
		"NUL in a header":      "GET /en/claims HTTP/1.1\r\nHost: " + host + "\r\nX: \x00\r\n\r\n",
		"a header of no name":  "GET /en/claims HTTP/1.1\r\nHost: " + host + "\r\n: x\r\n\r\n",
		"a header of no colon": "GET /en/claims HTTP/1.1\r\nHost: " + host + "\r\nX-Injected\r\n\r\n",
		"a folded first line":  "GET /en/claims HTTP/1.1\r\n Host: " + host + "\r\n\r\n",
		"CR alone":             "GET /en/claims HTTP/1.1\rHost: " + host + "\r\r" + second,
		"no address":           "GET HTTP/1.1\r\nHost: " + host + "\r\n\r\n",
		"no method":            " /en/claims HTTP/1.1\r\nHost: " + host + "\r\n\r\n",
		"a method with signs":  "G<>T /en/claims HTTP/1.1\r\nHost: " + host + "\r\n\r\n",
		"TLS":                  "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
		"SSH":                  "SSH-2.0-OpenSSH_9.2\r\n\r\n",
		"a mail":               "EHLO evil.example\r\nMAIL FROM:<x@evil.example>\r\n\r\n",
		"a proxy's greeting":   "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n" + second,
		"letters":              strings.Repeat("A", 100000) + "\r\n\r\n",
	} {
		m.add("shape", name, func(string) string { return text })
		c := &m.cases[len(m.cases)-1]
		c.Raw, c.Shape = []byte(strings.ReplaceAll(text, "{m}", c.Marker)), true
	}
}
