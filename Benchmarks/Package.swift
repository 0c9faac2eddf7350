// swift-tools-version: 6.2
import PackageDescription

// Apart from the command's own manifest, so that measuring adds nothing to what users build.
let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "fusebench", path: "..")],
  targets: [
    .executableTarget(
      name: "Measure", dependencies: ["CPeak", .product(name: "FusebenchStages", package: "fusebench")]),
    // The peak is that of the machine that measures.
    .target(name: "CPeak", cSettings: [.unsafeFlags(["-march=native"])]),
  ]
)

for target in package.targets where target.type == .executable {
  var settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
  // As the stages are built: values that cross modules need it.
  #if arch(x86_64)
    settings.append(.unsafeFlags(["-Xcc", "-march=x86-64-v3"]))
  #endif
  target.swiftSettings = settings
}
