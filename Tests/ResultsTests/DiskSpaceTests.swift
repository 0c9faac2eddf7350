import Foundation
import Results
import TestSupport
import Testing

/// The free space of a disk, known before anything is written.
@Suite struct DiskSpaceTests {
  @Test func aFileTakesWholeBlocks() {
    var need = DiskSpace.Need()
    need.add("a", 1)
    need.add("b", 4096)
    need.add("c", 4097)
    need.add("d", 0)
    #expect(need.bytes == 4096 + 4096 + 8192)
    #expect(need.largest == ("c", 4097))
  }

  @Test func whatFitsIsTakenAndLeavesNothing() throws {
    try withFolder { folder in
      var need = DiskSpace.Need()
      need.add("labels", 100_000)
      try DiskSpace.require(need, in: folder)
      #expect(try names(in: folder) == [])
    }
  }

  @Test func moreThanTheDiskHasIsRefusedWithBothNumbers() throws {
    try withFolder { folder in
      let free = try #require(DiskSpace.free(in: folder))
      let need = DiskSpace.Need(bytes: free + (1 << 50), largest: ("a", 10))
      let error = #expect(throws: ResultsError.self) { try DiskSpace.require(need, in: folder) }
      guard case .noDiskSpace(path: folder, needed: need.bytes, left: let left?, number: ENOSPC)? = error?.reason else {
        Issue.record("\(String(describing: error))")
        return
      }
      // Others write meanwhile.
      #expect(abs(left - free) < free / 2)
      #expect(error?.hint.contains("--out") == true)
      #expect(try names(in: folder) == [])
      // What is removed before counts as free.
      try DiskSpace.require(need, in: folder, freed: need.bytes)
    }
  }

  @Test func everyRefusalNamesTheWayOut() {
    func error(_ left: Int?, _ number: Int32) -> ResultsError {
      ResultsError(.noDiskSpace(path: "runs/a/x.npy", needed: 12_128, left: left, number: number))
    }
    let full = error(4096, ENOSPC)
    #expect(full.failure == "cannot write runs/a/x.npy")
    #expect(full.cause == "12,128 bytes are needed, and the disk has 4,096 bytes left (errno 28)")
    #expect(full.hint.contains("free some space") && full.hint.contains("--out"))
    #expect(error(nil, EDQUOT).cause.contains("your quota of this disk leaves fewer"))
    #expect(error(nil, EDQUOT).hint.contains("quota"))
    #expect(error(512, EFBIG).cause.contains("a file may have 512 bytes"))
    #expect(error(512, EFBIG).hint.contains("ulimit -f"))
  }
}
