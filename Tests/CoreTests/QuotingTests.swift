import Core
import Testing

/// Names in commands and in experiments stand in quotes where they need them.
@Suite struct QuotingTests {
  @Test(arguments: [
    ("id", "id", "id"), ("#0", "'#0'", "\"#0\""), ("my col", "'my col'", "my col"), ("*", "'*'", "\"*\""),
    ("null", "null", "\"null\""), ("it's", "'it'\\''s'", "\"it's\""), ("", "''", "\"\""), ("0", "0", "\"0\""),
    ("a: b", "'a: b'", "\"a: b\""), ("say \"x\"", "'say \"x\"'", "\"say \\\"x\\\"\""), ("Größe", "Größe", "Größe"),
  ]) func aWordIsQuotedWhereItMustBe(text: String, shell: String, yaml: String) {
    #expect(shellWord(text) == shell && yamlWord(text) == yaml)
  }

  @Test func aValueThatLooksLikeAnOptionFollowsAnEqualsSign() {
    #expect(shellOption("--id-column", "-x") == "--id-column=-x")
    #expect(shellOption("--id-column", "#0") == "--id-column '#0'")
  }
}
