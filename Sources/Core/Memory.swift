import Foundation

/// The memory that this process may take: that of the machine, or less where the shell (`ulimit -v`, `ulimit -d`) or a
/// control group (containers, `systemd-run`, batch systems) sets a limit.
package enum Memory {
  /// The bytes of the machine.
  package static let physical = Int(clamping: ProcessInfo.processInfo.physicalMemory)

  /// The bytes that the process may have in all.
  package static var limit: Int { limits.map(\.bytes).min() ?? physical }

  /// The bytes that the process may still take. The machine's own memory counts whole, because what it holds for files
  /// and for others can be moved.
  package static var left: Int {
    min(physical, leftUnderLimits ?? physical)
  }

  /// The bytes that the limits of the shell and of control groups leave; nil where there are none.
  package static var leftUnderLimits: Int? {
    let (used, limits) = (Usage.now, limits.filter { $0.kind != .machine })
    return limits.map { max($0.bytes - used.bytes(of: $0.kind), 0) }.min()
  }

  /// True where the process gets a thread for each core and the limits of the shell leave room for their stacks: Dispatch
  /// waits forever for threads that it does not get.
  static var allowsThreads: Bool {
    guard startsThreads else { return false }
    guard let left = leftForMappings else { return true }
    return left > ProcessInfo.processInfo.activeProcessorCount * bytesOfThread
  }

  /// True where a thread for each core can be started at once, tried one time: limits of the number of processes, by the
  /// shell (`ulimit -u`) and by control groups, count threads.
  private static let startsThreads = canStart(threads: ProcessInfo.processInfo.activeProcessorCount)

  /// The bytes that the limits of addresses and of data (`ulimit -v`, `ulimit -d`) leave to stacks and large blocks; nil
  /// without a limit.
  private static var leftForMappings: Int? {
    guard !mappingLimits.isEmpty else { return nil }
    let used = Usage.now
    return mappingLimits.map { $0.bytes - used.bytes(of: $0.kind) }.min()
  }

  /// The limits of the shell, asked for once: parallel regions look at them each time.
  private static let mappingLimits = [resourceLimit(.addresses), resourceLimit(.data)].compactMap(\.self)

  /// The stack of a thread, the arena from which it allocates, and its buffer of OpenBLAS.
  private static let bytesOfThread = (80 << 20) + bytesOfBuffer
  /// The bytes that OpenBLAS maps when it is first called, and again for each thread.
  package static let bytesOfBuffer = 136 << 20

  /// True where the limits of the shell leave room for a buffer of OpenBLAS, which would otherwise ask for it forever.
  package static var holdsBuffer: Bool { leftForMappings.map { $0 >= bytesOfBuffer } ?? true }

  /// A limit and the measure that counts against it.
  struct Limit: Equatable {
    enum Kind {
      case machine, addresses, data, group
    }

    var kind: Kind
    var bytes: Int
  }

  private static var limits: [Limit] {
    [Limit(kind: .machine, bytes: physical)] + mappingLimits
      + [groupLimit.map { Limit(kind: .group, bytes: $0) }].compactMap(\.self)
  }

  /// A limit of the shell; nil for none.
  private static func resourceLimit(_ kind: Limit.Kind) -> Limit? {
    var limit = rlimit()
    #if os(Linux)
      let resource = __rlimit_resource_t((kind == .addresses ? RLIMIT_AS : RLIMIT_DATA).rawValue)
    #else
      let resource = kind == .addresses ? RLIMIT_AS : RLIMIT_DATA
    #endif
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur < UInt64(Int.max) else { return nil }
    return Limit(kind: kind, bytes: Int(limit.rlim_cur))
  }

  // MARK: - Control groups

  private static let groupLimit = controlGroupLimit(
    groups: (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? "", root: "/sys/fs/cgroup")

  /// The smallest limit of a process's control groups and those above them, of version 1 and 2; nil for none.
  ///
  /// - Parameters:
  ///   - groups: the text of `/proc/self/cgroup`.
  ///   - root: where the groups are mounted.
  package static func controlGroupLimit(groups: String, root: String) -> Int? {
    groups.split(separator: "\n").flatMap { line -> [Int] in
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 3 else { return [] }
      if fields[0] == "0" {
        return values(of: ["memory.max", "memory.high"], from: fields[2], below: root)
          + values(of: ["memory.max", "memory.high"], from: fields[2], below: root + "/unified")
      }
      guard fields[1].split(separator: ",").contains("memory") else { return [] }
      return values(of: ["memory.limit_in_bytes"], from: fields[2], below: root + "/memory")
    }.min()
  }

  /// The values in some files of a group's folder and of all above it, the topmost too: a container sees its own group there.
  private static func values(of files: [String], from group: String, below root: String) -> [Int] {
    var names = group.split(separator: "/").map(String.init)
    var values: [Int] = []
    while true {
      let folder = ([root] + names).joined(separator: "/")
      for file in files {
        let text = (try? String(contentsOfFile: folder + "/" + file, encoding: .utf8)) ?? ""
        // The word max, and numbers near 2⁶³ in version 1, stand for none.
        if let value = Int(text.trimmingCharacters(in: .whitespacesAndNewlines)), value < Int.max / 2 {
          values.append(value)
        }
      }
      guard names.popLast() != nil else { return values }
    }
  }
}

extension Memory {
  /// The bytes that the process has taken; zeros where the system does not report it.
  private struct Usage {
    var addresses = 0
    var resident = 0
    var data = 0

    /// `/proc/self/statm`, which counts pages.
    static var now: Usage {
      let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
      let pages = text.split(separator: " ").compactMap { Int($0) }
      guard pages.count >= 6 else { return Usage() }
      let page = Int(sysconf(Int32(_SC_PAGESIZE)))
      return Usage(addresses: pages[0] * page, resident: (pages[1] - pages[2]) * page, data: pages[5] * page)
    }

    func bytes(of kind: Limit.Kind) -> Int {
      switch kind {
      case .machine: 0
      case .addresses: addresses
      case .data: data
      case .group: resident
      }
    }
  }
}

/// The end of memory in the middle of work, where no caller could go on with less.
package struct MemoryError: ExplainedError {
  /// The bytes that were asked for.
  package let needed: Int
  /// The bytes that were left then.
  package let left: Int

  package init(needed: Int, left: Int = Memory.left) {
    self.needed = needed
    self.left = left
  }

  package var failure: String { "cannot go on: out of memory" }
  package var cause: String { "\(counted(needed, "byte", verbs: "was", "were")) asked for, \(left.grouped) left" }
  package var hint: String {
    "take fewer rows (--rows), fewer columns or fewer --threads, or raise the limit (ulimit -v, or that of the container)"
  }
}

extension Memory {
  /// The end of a process that is out of memory: the command prints why and leaves no half-written file; other programs
  /// have no better way than a trap with the message.
  nonisolated(unsafe) package static var end: @Sendable (MemoryError) -> Never = { fatalError($0.description) }
}
