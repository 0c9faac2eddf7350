import Foundation
import Results
import Testing

@Suite struct FileNameTests {
  @Test(arguments: ["visual", "pca-average", "resnet_50", "ViT-L.14", "k9"])
  func ordinaryNamesStay(name: String) {
    #expect(FileName.of(name) == name)
  }

  @Test(
    arguments: zip(
      ["a b", "../etc", "..", ".", ".hidden", "a/b", "é", "a_x20b", "a..b", "", "_x"],
      [
        "a_x20b", "_x2E._x2Fetc", "_x2E.", "_x2E", "_x2Ehidden", "a_x2Fb", "_xC3_xA9", "a_x5Fx20b", "a._x2Eb", "_x",
        "_x5Fx",
      ]))
  func otherNamesAreSpelledOut(name: String, file: String) {
    #expect(FileName.of(name) == file)
  }

  /// Every name of up to five letters of an alphabet that holds all that is special.
  @Test func differentNamesNeverShareAFile() {
    let alphabet = ["_", "x", ".", "2", "E", " ", "/"]
    var names = [""]
    for _ in 0..<5 { names += names.flatMap { name in alphabet.map { name + $0 } } }
    let unique = Set(names)
    let files = Set(unique.map(FileName.of))
    #expect(files.count == unique.count)
    #expect(files.allSatisfy { !$0.contains("..") && !$0.hasPrefix(".") && !$0.isEmpty })
    let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")
    #expect(files.allSatisfy { $0.allSatisfy(allowed.contains) })
  }
}
