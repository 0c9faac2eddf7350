import Foundation

/// The memory of the machine, which decides whether something of a size that a file announces may be asked for.
package enum Memory {
  /// In bytes.
  package static let physical = Int(clamping: ProcessInfo.processInfo.physicalMemory)
}
