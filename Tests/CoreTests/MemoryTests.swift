import Core
import Foundation
import Testing

/// The limits of control groups, laid out in a folder as the kernel mounts them.
@Suite struct MemoryTests {
  private func limit(_ groups: String, _ files: [String: String]) throws -> Int? {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("groups-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    for (name, text) in files {
      let file = root.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return Memory.controlGroupLimit(groups: groups, root: root.path)
  }

  @Test func theSmallestLimitOfAGroupAndThoseAboveItCounts() throws {
    let groups = "0::/user.slice/job\n"
    #expect(try limit(groups, ["user.slice/job/memory.max": "5000\n", "user.slice/memory.max": "3000\n"]) == 3000)
    #expect(try limit(groups, ["user.slice/job/memory.max": "5000\n", "user.slice/job/memory.high": "4000\n"]) == 4000)
    #expect(try limit(groups, ["user.slice/job/memory.max": "5000\n", "user.slice/memory.max": "max\n"]) == 5000)
  }

  @Test func theFirstVersionHasAControllerOfMemory() throws {
    let groups = "7:cpu,cpuacct:/a\n4:memory:/process/b\n0::/\n"
    #expect(try limit(groups, ["memory/process/b/memory.limit_in_bytes": "7000\n"]) == 7000)
    #expect(try limit(groups, ["memory/a/memory.limit_in_bytes": "7000\n"]) == nil)
    // Unlimited is the largest number of whole pages.
    #expect(try limit(groups, ["memory/memory.limit_in_bytes": "9223372036854771712\n"]) == nil)
  }

  @Test func aContainerSeesItsGroupAtTheTop() throws {
    #expect(try limit("0::/\n", ["memory.max": "8000\n"]) == 8000)
    #expect(try limit("3:memory:/docker/f00\n", ["memory/memory.limit_in_bytes": "9000\n"]) == 9000)
    #expect(try limit("4:memory:/x\n0::/y\n", ["unified/y/memory.max": "6000\n"]) == 6000)
  }

  @Test(arguments: ["", "0\n", "0::\n", "nonsense", "0::/../..\n", ":::\n"]) func oddListsOfGroupsHaveNoLimit(
    groups: String
  )
    throws
  {
    #expect(try limit(groups, ["a/memory.max": "1"]) == nil)
  }

  @Test func noMoreIsLeftThanTheMachineHas() {
    #expect(Memory.limit > 0 && Memory.limit <= Memory.physical)
    #expect(Memory.left > 0 && Memory.left <= Memory.physical)
  }
}
