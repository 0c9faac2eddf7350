import Datasets
import Results
import Runs
import TestSupport
import Testing

/// Against the known digests of SHA-256 (FIPS 180-4 and `sha256sum`).
@Suite struct ChecksumTests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  ])
  func aFileHasItsKnownDigest(text: String, digest: String) throws {
    try withFolder { folder in
      try Samples.write(text, to: folder + "/file")
      let found = try Checksum.inputs(["file"]) { folder + "/" + $0 }
      #expect(found == [InputFile(path: "file", bytes: text.utf8.count, sha256: digest)])
    }
  }

  @Test func aFolderHasTheDigestOfItsFilesInOrder() throws {
    try withFolder { folder in
      try Samples.write("c", to: folder + "/z")
      try Samples.write("ab", to: folder + "/a")
      let found = try Checksum.inputs([folder]) { $0 }
      #expect(found.first?.bytes == 3)
      #expect(found.first?.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
  }

  @Test func aFileThatIsNotThereIsAnError() {
    #expect(throws: (any Error).self) { try Checksum.inputs(["/nowhere/at/all"]) { $0 } }
  }
}
