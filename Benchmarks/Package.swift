// swift-tools-version: 6.1
import PackageDescription

// Apart from the command's own manifest, so that measuring adds nothing to what users build.
let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "fusebench", path: "..")],
  targets: [
    .executableTarget(name: "Measure", dependencies: [.product(name: "FusebenchStages", package: "fusebench")])
  ]
)

for target in package.targets {
  var settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
  // As the stages are built: the multiply-add loop and the vectors of 512 bits need it.
  #if arch(x86_64)
    settings.append(.unsafeFlags(["-Xcc", "-march=native"]))
  #endif
  target.swiftSettings = settings
}
