/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The marks in a program in C: at every statement, and nothing else is changed. */
#include "config.h"

#include <string.h>

#include "control/lesson/pl-lesson-lines.h"

/* Behind the prologue, with @N for a mark of line N. */
static char *
marked (const char *source)
{
  g_autofree char *text = pl_lesson_lines_mark (source, "a.c");
  g_autoptr (GString) rest = NULL;
  const char *begin = strstr (text, "#line 1 \"a.c\"\n");

  g_assert_nonnull (begin);
  rest = g_string_new (begin + strlen ("#line 1 \"a.c\"\n"));
  g_string_replace (rest, "PARALANE_LINE (", "@", 0);
  return g_strdup (rest->str);
}

static const struct { const char *source, *marked; } cases[] = {
  { "", "" },
  { "int x = f (1);\nstruct s { int a; };\nint a[] = { 1, 2 };\n", "int x = f (1);\nstruct s { int a; };\nint a[] = { 1, 2 };\n" },
  { "void f (void) { a (); b (); }", "void f (void) { @1); a (); @1); b (); }" },
  { "void f (void)\n{\n  a (\n    b);\n}\n", "void f (void)\n{\n  @3); a (\n    b);\n}\n" },
  { "int f (void) { return 1; }", "int f (void) { @1); return 1; }" },
  /* A body that stands alone gets braces of its own. */
  { "void f (void) { if (a) b (); else c (); d (); }",
    "void f (void) { @1); if (a) { @1); b (); } else { @1); c (); } @1); d (); }" },
  { "void f (void) { if (a) b (); else if (c) d (); }",
    "void f (void) { @1); if (a) { @1); b (); } else { @1); if (c) { @1); d (); } } }" },
  /* A loop comes back to its condition. */
  { "void f (void) { while (a) b (); }", "void f (void) { @1); while (@1), a) { @1); b (); } }" },
  { "void f (void) { for (int i = 0; i < 2; i++) ; }", "void f (void) { @1); for (int i = 0; @1), i < 2; i++) ; }" },
  { "void f (void) { for (;;) b (); }", "void f (void) { @1); for (;@1), 1;) { @1); b (); } }" },
  { "void f (void) { do a (); while (b); c (); }", "void f (void) { @1); do { @1); a (); } while (@1), b); @1); c (); }" },
  { "void f (void) { switch (a) { case 1: b (); break; default: c (); } }",
    "void f (void) { @1); switch (a) { case 1: @1); b (); @1); break; default: @1); c (); } }" },
  { "void f (void) { again: a (); goto again; }", "void f (void) { again: @1); a (); @1); goto again; }" },
  { "void f (void) { int a[] = { 1, 2 }; g (({ 1; })); }", "void f (void) { @1); int a[] = { 1, 2 }; @1); g (({ 1; })); }" },
  /* What only looks like the program's own. */
  { "void f (void) { a (\";{\", '}', ';'); /* if (x) ; */ b (); // c ();\n}",
    "void f (void) { @1); a (\";{\", '}', ';'); /* if (x) ; */ @1); b (); // c ();\n}" },
  { "#define F(x) \\\n  do { x; } while (0)\nvoid f (void)\n{\n#ifdef A\n  a ();\n#endif\n}\n",
    "#define F(x) \\\n  do { x; } while (0)\nvoid f (void)\n{\n#ifdef A\n  @6); a ();\n#endif\n}\n" },
  { "void f (void) { a (\"\\\"\"); }", "void f (void) { @1); a (\"\\\"\"); }" },
};

static void
test_marked (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = marked (cases[i].source);

      g_assert_cmpstr (text, ==, cases[i].marked);
    }
}

/* Whatever it is given, it comes to an end, and what was there is there in its order. */
static void
test_hostile (void)
{
  static const char alphabet[] = "{}();:\"'/*\\\n#iffor whiledo else x,=";
  GRand *dice = g_rand_new_with_seed (g_test_rand_int ());

  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr (GString) source = g_string_new ("void f (void) {");
      g_autofree char *text = NULL;
      const char *at;
      int n = g_rand_int_range (dice, 0, 200);

      for (int i = 0; i < n; i++)
        g_string_append_c (source, alphabet[g_rand_int_range (dice, 0, sizeof alphabet - 1)]);
      text = pl_lesson_lines_mark (source->str, "a.c");
      at = strstr (text, "void f");
      for (const char *c = source->str; *c != '\0'; c++)
        {
          at = strchr (at, *c);
          g_assert_nonnull (at);
          at++;
        }
    }
  g_rand_free (dice);
}

static void
test_deep (void)
{
  g_autoptr (GString) source = g_string_new ("void f (void) {");
  g_autofree char *text = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (source, "if (a) ");
  text = pl_lesson_lines_mark (source->str, "a.c");
  g_assert_cmpuint (strlen (text), >, source->len);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/lines/marked", test_marked);
  g_test_add_func ("/lesson/lines/hostile", test_hostile);
  g_test_add_func ("/lesson/lines/deep", test_deep);
  return g_test_run ();
}
