import CKernels
import Core

/// The vectors that the kernels of `CKernels` are compiled for; the bits of their results are the same with all of them.
///
/// The widest that the processor has are chosen when the program starts. The variable `FUSEBENCH_CPU` forces a choice: `v3`
/// for 256 bits (x86-64-v3), `v4` for 512.
package enum KernelWidth {
  /// The bits of a vector.
  package static var bits: Int { Int(kernels_vector_bits()) }

  /// Throws where `FUSEBENCH_CPU` asks for kernels that there are not.
  package static func check() throws {
    switch kernels_choice() {
    case KERNELS_UNKNOWN: throw KernelWidthError(.unknown(asked))
    case KERNELS_UNSUPPORTED: throw KernelWidthError(.unsupported(asked))
    default: break
    }
  }

  private static var asked: String { String(cString: kernels_asked()) }
}

/// A width of vectors that cannot be chosen.
package struct KernelWidthError: ExplainedError {
  package enum Reason: Equatable, Sendable {
    case unknown(String)
    case unsupported(String)
  }

  package let reason: Reason

  package init(_ reason: Reason) { self.reason = reason }

  package var failure: String { "cannot choose the kernels" }

  package var cause: String {
    switch reason {
    case .unknown(let asked): "FUSEBENCH_CPU is \"\(asked)\", and only v3 and v4 are known"
    case .unsupported(let asked): "FUSEBENCH_CPU is \(asked), and this processor lacks AVX-512, which \(asked) needs"
    }
  }

  package var hint: String { "unset FUSEBENCH_CPU: the widest vectors that the processor has are then used" }
}
