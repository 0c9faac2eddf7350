import Foundation
import Matrices
import Results

extension Platform {
  /// This machine.
  static var current: Platform {
    #if swift(>=6.3)
      let swift = "6.3"
    #else
      let swift = "6.2"
    #endif
    return Platform(
      processor: processorName, cores: ProcessInfo.processInfo.processorCount,
      system: ProcessInfo.processInfo.operatingSystemVersionString, swift: swift, blas: LinearAlgebra.coreName,
      vectorBits: KernelWidth.bits)
  }

  private static var processorName: String {
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
    let name = lines.first { $0.hasPrefix("model name") }?.split(separator: ":", maxSplits: 1).last
    return name.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
  }
}
