//! Which graphics adapter draws?
//!
//! The best one: a graphics card before an integrated one before a virtual one; software (Mesa's
//! llvmpipe and the like) draws the same picture slower, so it is taken last and with a notice.
//! Without any adapter the error names the package to install.

/// Why nothing can be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}: {cause}")]
pub struct GpuError {
    /// What did not work.
    pub problem: String,
    /// Why.
    pub cause: String,
    /// What to do.
    pub hint: String,
}

impl GpuError {
    /// There is no adapter at all.
    #[must_use]
    pub fn none() -> Self {
        Self {
            problem: "there is no usable graphics adapter".into(),
            cause: "no driver for Vulkan, Metal, Direct3D 12 or OpenGL was found".into(),
            hint: install_hint().into(),
        }
    }

    fn device(cause: &dyn std::fmt::Display) -> Self {
        Self {
            problem: "the graphics adapter could not be opened".into(),
            cause: cause.to_string(),
            hint: install_hint().into(),
        }
    }
}

/// What to install where there is no adapter.
fn install_hint() -> &'static str {
    if cfg!(target_os = "linux") {
        "install a software Vulkan driver: Debian and Ubuntu: apt install mesa-vulkan-drivers \
         libvulkan1; Fedora: dnf install mesa-vulkan-drivers; Arch: pacman -S vulkan-swrast"
    } else {
        "update the driver of the graphics card"
    }
}

/// An open device.
#[derive(Clone, Debug)]
pub struct Gpu {
    /// The device.
    pub device: wgpu::Device,
    /// Its queue.
    pub queue: wgpu::Queue,
    /// What was chosen.
    pub info: wgpu::AdapterInfo,
}

impl Gpu {
    /// Opens the best adapter without a window.
    ///
    /// # Errors
    /// If there is no adapter, or it cannot be opened.
    pub fn open() -> Result<Self, GpuError> {
        let adapter = best_adapter(&adapters(), None).ok_or_else(GpuError::none)?;
        let (device, queue) = pollster::block_on(adapter.request_device(&wgpu::DeviceDescriptor {
            label: Some("flowloom"),
            // Whatever the adapter has: textures and buffers of an export are large.
            required_limits: adapter.limits(),
            ..wgpu::DeviceDescriptor::default()
        }))
        .map_err(|error| GpuError::device(&error))?;
        Ok(Self {
            device,
            queue,
            info: adapter.get_info(),
        })
    }

    /// The notice for a person when drawing is done in software.
    #[must_use]
    pub fn notice(&self) -> Option<String> {
        is_software(&self.info).then(|| {
            format!(
                "No graphics card found; drawing in software ({}), which is slower",
                self.info.name
            )
        })
    }
}

/// Whether an adapter draws on the processor.
#[must_use]
pub fn is_software(info: &wgpu::AdapterInfo) -> bool {
    info.device_type == wgpu::DeviceType::Cpu
}

/// Whether there is an adapter, before a window is opened.
///
/// # Errors
/// If there is none.
pub fn check_adapter() -> Result<(), GpuError> {
    best_adapter(&adapters(), None)
        .map(|_| ())
        .ok_or_else(GpuError::none)
}

/// All adapters of the machine.
fn adapters() -> Vec<wgpu::Adapter> {
    let instance =
        wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle_from_env());
    let primary = pollster::block_on(instance.enumerate_adapters(wgpu::Backends::PRIMARY));
    if primary.is_empty() {
        // OpenGL last: looking for it makes drivers that are not there complain.
        return pollster::block_on(instance.enumerate_adapters(wgpu::Backends::GL));
    }
    primary
}

/// The best of these adapters that can show on the surface.
#[must_use]
pub fn best_adapter(
    adapters: &[wgpu::Adapter],
    surface: Option<&wgpu::Surface<'_>>,
) -> Option<wgpu::Adapter> {
    adapters
        .iter()
        .filter(|adapter| surface.is_none_or(|surface| adapter.is_surface_supported(surface)))
        // Vertex shaders pull from storage buffers, which the oldest interfaces cannot.
        .filter(|adapter| adapter.limits().max_storage_buffers_per_shader_stage >= 3)
        .min_by_key(|adapter| rank(&adapter.get_info()))
        .cloned()
}

/// Smaller is better: kind of device, then interface.
fn rank(info: &wgpu::AdapterInfo) -> (u8, u8) {
    let device = match info.device_type {
        wgpu::DeviceType::DiscreteGpu => 0,
        wgpu::DeviceType::IntegratedGpu => 1,
        wgpu::DeviceType::VirtualGpu => 2,
        wgpu::DeviceType::Other => 3,
        wgpu::DeviceType::Cpu => 4,
    };
    let interface = match info.backend {
        wgpu::Backend::Vulkan | wgpu::Backend::Metal | wgpu::Backend::Dx12 => 0,
        _ => 1,
    };
    (device, interface)
}
