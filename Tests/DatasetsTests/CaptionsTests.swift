import Datasets
import Testing

@Suite struct CaptionsTests {
  @Test(arguments: [
    ("a dog\na cat\n", ["a dog", "a cat"]),
    ("a dog\r\na cat", ["a dog", "a cat"]),
    ("a dog\n\n a cat \n\n", ["a dog", "", " a cat "]),
    ("\u{feff}first\nsecond", ["first", "second"]),
    ("a dog\n \t\r\n\n", ["a dog"]),
    ("ünïcödé 🐶\n", ["ünïcödé 🐶"]),
  ])
  func linesAreCaptions(text: String, expected: [String]) throws {
    let scratch = try ScratchFolder()
    #expect(try readCaptions(at: scratch.write(text, to: "captions.txt")) == expected)
  }

  @Test func invalidUTF8NamesItsLine() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write(Array("good\ngood\nb".utf8) + [0xe4, 0x64, 0x0a], to: "captions.txt")
    #expect(reason { _ = try readCaptions(at: path) } == .invalidUTF8(path: path, line: 3))
  }

  @Test func missingAndEmptyFilesAreErrors() throws {
    let scratch = try ScratchFolder()
    let missing = "\(scratch.path)/none.txt"
    #expect(
      reason { _ = try readCaptions(at: missing) }
        == .unreadable(path: missing, message: "No such file or directory"))
    let empty = try scratch.write("", to: "captions.txt")
    #expect(reason { _ = try readCaptions(at: empty) } == .emptyFile(path: empty))
    let blank = try scratch.write("\n \n", to: "captions.txt")
    #expect(reason { _ = try readCaptions(at: blank) } == .emptyFile(path: blank))
  }
}
