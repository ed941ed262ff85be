package hostile

import (
	"encoding/json"
	"fmt"
	"strings"
)

// A place puts a payload into a request.
type place func(payload string) string

// places by what they take. Payloads are escaped as the place demands, so that the
// server sees them whole; "rawpath" and "headers" are for those that are written as they
// are sent.
var places = map[string][]place{
	"path": paths(escaped,
		"/%s", "/en/%s", "/ru/%s/easy", "/be/check/%s", "/en/check/1-BD0W/%s", "/ru/result/%s", "/be/places/%s", "/en/cite/claim/%s", "/en/cite/%s/claims", "/en/quote/claims/%s",
		"/q/%s", "/v/%s/en/claims", "/v/0123456789ab/en/%s", "/v/asset/%s", "/data/%s", "/card/en/page/%s", "/embed/en/claim/%s", "/embed/en/result/%s", "/static/%s",
		"/api/v1/evaluate/%s", "/api/v1/rules/%s", "/api/v1/places/%s", "/api/%s", "/en/claims/history/%s", "/%s/check"),
	"query": paths(escaped,
		"/?%s", "/en/?words=%s", "/en/search?q=%s", "/be/search?q=%s", "/en/check?country=%s", "/en/check?place=%s", "/ru/check/1-BAT0?on=%s", "/ru/check/1-BD0W?%s=1",
		"/en/result/1-BD0W?on=%s", "/en/result/1-BD0W?rules=%s", "/be/result/1-BD0W?date=%s&on=another", "/en/result/1-BD0W?place=%s&qr=%[1]s", "/en/table?country=%s",
		"/en/table?%s=%[1]s", "/en/table.csv?age=%s", "/en/display?back=%s", "/en/leaflet?country=%s&also=%[1]s", "/en/cite/claim/belta?rules=%s", "/embed/en/table?version=%s",
		"/embed/be/result/1-BD0W?on=%s", "/oembed?url="+Base+"/en/claims&format=%s", "/oembed?url="+Base+"/en/claims&maxwidth=%s", "/api/v1/evaluate?country=%s",
		"/api/v1/evaluate?on=%s&rights=%[1]s", "/api/v1/places?q=%s", "/api/v1/rules?lang=%s", "/api/v1/evaluate?%s=1", "/api/v1/next?age=%s", "/data/?version=%s"),
	"back":    append(paths(escaped, "/en/display?back=%s", "/en/display?saved=1&back=%s", "/oembed?url=%s", "/en/check?next=%s&url=%[1]s&return=%[1]s&redirect=%[1]s", "/?url=%s&to=%[1]s"), form("/en/display", "back"), form("/be/display", "back"), behind("/%s")),
	"rawpath": paths(asIs, "/%s", "/static/%s", "/static/css/%s", "/en/%s", "/be/check/%s", "/data/%s", "/v/asset/%s", "/card/en/%s", "/api/v1/%s", "/q/%s"),
	"oembed":  paths(escaped, "/oembed?url=%s", "/oembed?format=json&url=%s", "/oembed?format=xml&url=%s", "/oembed?url=%s&maxwidth=1&maxheight=99999999999"),
	"form": {
		form("/en/check", "country"), form("/ru/check/all", "age"), form("/be/check/all", "date"), form("/en/check/1-BAT0/age", "age"), form("/en/check/private", "custody"),
		form("/en/check/private/all", "date"), form("/ru/display", "theme"), form("/en/check/1-BAT0/age", "place"), formName("/en/check/all"), formName("/be/check/private"), multipart("/en/check/all"),
	},
	"json":   {jsonValue("/api/v1/evaluate", "country"), jsonValue("/api/v1/next?lang=be", "age"), jsonName("/api/v1/evaluate?lang=en")},
	"body":   {body("/api/v1/evaluate", "application/json"), body("/api/v1/next", "application/json"), body("/api/v1/evaluate?lang=be", "application/xml"), body("/en/check/all", "application/json"), body("/en/check/private", "text/xml")},
	"header": {header("User-Agent"), header("Referer"), header("Accept"), header("Accept-Language"), header("Cookie"), header("Origin"), header("X-Forwarded-Host"), header("If-None-Match"), header("X-Forwarded-For")},
	"cookie": {cookie("/en/"), cookie("/be/check"), cookie("/en/display")},
	"headers": {
		lines("GET", "/en/claims"), lines("GET", "/"), lines("GET", "/be/check/1-BD0W"), lines("GET", "/api/v1/rules"), lines("GET", "/en/nowhere"),
		lines("POST", "/en/check/all"), lines("GET", "/data/"), lines("GET", "/static/css/nowhere.css"),
	},
}

const head = " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"

func asIs(payload string) string {
	return strings.NewReplacer(" ", "%20", "\r", "", "\n", "").Replace(payload)
}

// escaped writes every byte that is no letter or digit as %XX.
func escaped(payload string) string {
	var b strings.Builder
	for i := range len(payload) {
		if c := payload[i]; c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func paths(write func(string) string, addresses ...string) (out []place) {
	for _, address := range addresses {
		out = append(out, func(payload string) string {
			return "GET " + fmt.Sprintf(address, write(payload)) + head + "\r\n"
		})
	}
	return out
}

// behind sends a payload as the address itself.
func behind(address string) place { return paths(asIs, address)[0] }

func posted(address, kind, body string) string {
	return fmt.Sprintf("POST %s%sSec-Fetch-Site: same-origin\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", address, head, kind, len(body), body)
}

const formType = "application/x-www-form-urlencoded"

func form(address, name string) place {
	return func(payload string) string {
		return posted(address, formType, "country=ru&citizenship=by&on=another&"+name+"="+escaped(payload))
	}
}

func formName(address string) place {
	return func(payload string) string { return posted(address, formType, escaped(payload)+"=x&on=2026-09-20") }
}

func multipart(address string) place {
	return func(payload string) string {
		name := strings.NewReplacer("\r", "", "\n", "").Replace(payload)
		return posted(address, "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"country\"; filename=\""+name+"\"\r\nContent-Type: text/html\r\n\r\n"+payload+"\r\n--b--\r\n")
	}
}

func jsonValue(address, question string) place {
	return func(payload string) string {
		return posted(address, "application/json", `{"answers":{"`+question+`":`+quoted(payload)+`},"on":`+quoted(payload)+`}`)
	}
}

func jsonName(address string) place {
	return func(payload string) string {
		return posted(address, "application/json", `{"answers":{`+quoted(payload)+`:"x"},`+quoted(payload)+`:1}`)
	}
}

func quoted(text string) string {
	out, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string can always be written
	}
	return string(out)
}

func body(address, kind string) place {
	return func(payload string) string { return posted(address, kind, payload) }
}

// inHeader leaves out of a payload what would end the header line.
var inHeader = strings.NewReplacer("\r", "", "\n", "", "\x00", "")

func header(name string) place {
	return func(payload string) string {
		return "GET /en/search?q=minsk" + head + name + ": " + inHeader.Replace(payload) + "\r\n\r\n"
	}
}

func cookie(address string) place {
	return func(payload string) string {
		return "GET " + address + head + "Cookie: display=" + inHeader.Replace(payload) + "\r\n\r\n"
	}
}

func lines(method, address string) place {
	return func(payload string) string {
		return method + " " + address + head + payload + "\r\n\r\n"
	}
}
