import Gate
import Results
import Testing

@Suite struct ChangedInputsTests {
  private static func file(_ path: String, _ digit: Character) -> InputFile {
    InputFile(path: path, bytes: 1, sha256: String(repeating: digit, count: 64))
  }

  private static let recorded = [file("text.npy", "1"), file("visual.npy", "2"), file("groups.txt", "3")]

  @Test(
    arguments: [
      (recorded, nil),
      (recorded.reversed(), nil),
      // Renamed.
      ([file("a/text.npy", "1"), file("visual.npy", "2"), file("groups.txt", "3")], nil),
      (
        [file("text.npy", "9"), file("visual.npy", "2"), file("groups.txt", "3")],
        "text.npy has other content (SHA-256 11111111… before, 99999999… now)"
      ),
      (
        [file("clip.npy", "9"), file("visual.npy", "2")],
        "no longer read: text.npy, groups.txt; newly read: clip.npy"
      ),
      // Two files that changed places changed both.
      (
        [file("text.npy", "2"), file("visual.npy", "1"), file("groups.txt", "3")],
        "text.npy has other content (SHA-256 11111111… before, 22222222… now), visual.npy has other content (SHA-256 "
          + "22222222… before, 11111111… now)"
      ),
    ] as [([InputFile], String?)])
  func onlyContentCounts(files: [InputFile], text: String?) {
    #expect(ChangedInputs(from: Self.recorded, to: files).text == text)
  }
}
