package page

import "testing"

func TestStamp(t *testing.T) {
	original := "{#answer}\nДа.\n\n{#who}\nКто.\n"
	stamped, n := Stamp(original, "{#answer}\nТак.\n\n{#who @00000000}\nХто.\n\n{#extra}\nЯшчэ.\n")
	want := "{#answer @" + Mark("Да.") + "}\nТак.\n\n{#who @" + Mark("Кто.") + "}\nХто.\n\n{#extra}\nЯшчэ.\n"
	if stamped != want || n != 2 {
		t.Errorf("%d marks:\n%s", n, stamped)
	}
	if again, n := Stamp(original, stamped); again != stamped || n != 0 {
		t.Errorf("a second time changes %d marks", n)
	}
}
